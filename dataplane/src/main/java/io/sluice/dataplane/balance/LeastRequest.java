package io.sluice.dataplane.balance;

/// Of two, the one with fewer requests in flight for its weight.
final class LeastRequest implements LoadBalancer {

    static final LeastRequest INSTANCE = new LeastRequest();

    private LeastRequest() {}

    @Override
    public int pick(ClusterLoad load, long key) {
        Choices choices = load.choices();
        if (choices.count() == 1) {
            return choices.position(0);
        }
        int first = TwoChoices.first(choices, load.loads().random());
        int second = TwoChoices.second(choices, load.loads().random(), first);
        return choices.position(cost(load, first) <= cost(load, second) ? first : second);
    }

    private static double cost(ClusterLoad load, int choice) {
        int position = load.choices().position(choice);
        int inFlight = load.loads().inFlight(load.cluster().endpoint(position));
        return inFlight / load.choices().relativeWeight(choice);
    }
}
