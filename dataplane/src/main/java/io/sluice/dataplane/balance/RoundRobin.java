package io.sluice.dataplane.balance;

/// In turn, by weight.
final class RoundRobin implements LoadBalancer {

    static final RoundRobin INSTANCE = new RoundRobin();

    /*
     * Weighted turns step along the line of weights by the golden ratio of its length: whatever part of the line one
     * looks at, steps fall on it as evenly as any sequence can do that does not know how long it will be (Knuth, The
     * Art of Computer Programming, 6.4). So each endpoint's turns are its share and lie apart, and nothing must be kept
     * for each, as smooth weighted round robin does.
     */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private RoundRobin() {}

    @Override
    public int pick(ClusterLoad load, long key) {
        Choices choices = load.choices();
        int turn = load.nextTurn();
        return choices.position(choices.isEven() ? turn % choices.count() : choices.at(turn * GOLDEN));
    }
}
