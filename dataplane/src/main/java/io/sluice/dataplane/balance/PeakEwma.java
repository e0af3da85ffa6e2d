package io.sluice.dataplane.balance;

/// Of two, the one that is expected to answer first: its latency times what is in flight there.
final class PeakEwma implements LoadBalancer {

    static final PeakEwma INSTANCE = new PeakEwma();

    /// Expected of an endpoint that was never seen to answer, once a request is on its way there.
    private static final double UNKNOWN_NANOS = 1e9;

    private PeakEwma() {}

    @Override
    public int pick(ClusterLoad load, long key) {
        Choices choices = load.choices();
        if (choices.count() == 1) {
            return choices.position(0);
        }
        long now = load.loads().nanos();
        int first = TwoChoices.first(choices, load.loads().random());
        int second = TwoChoices.second(choices, load.loads().random(), first);
        return choices.position(cost(load, first, now) <= cost(load, second, now) ? first : second);
    }

    private static double cost(ClusterLoad load, int choice, long now) {
        int position = load.choices().position(choice);
        EndpointLoad known = load.loads().known(load.cluster().endpoint(position));
        if (known == null) {
            return 0;
        }
        double latency = known.latencyNanos(now);
        double queue = known.inFlight() / load.choices().relativeWeight(choice);
        return latency == 0 ? queue * UNKNOWN_NANOS : latency * (queue + 1);
    }
}
