package io.sluice.tuning;

/// What the product is configured to use, for [Advice] to hold against the host.
///
/// @param connections downstream, all loops together
/// @param backlog that the listeners ask for
/// @param lowestPort of all listeners
/// @param memoryBytes heap and direct memory at their ceilings
public record Demand(long connections, int backlog, int lowestPort, long memoryBytes) {

    public Demand {
        require(connections > 0, "connections", connections);
        require(backlog > 0, "backlog", backlog);
        require(lowestPort >= 0 && lowestPort <= 65_535, "lowestPort", lowestPort);
        require(memoryBytes > 0, "memoryBytes", memoryBytes);
    }

    private static void require(boolean condition, String name, long value) {
        if (!condition) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
