package io.sluice.dataplane.model;

/// How many connections one client may have and open: an IPv4 address, or the first 64 bits of an IPv6 one. Hosts of
/// trusted networks are not counted: they have the connections of all their clients.
///
/// @param connections at a time on each loop, more than zero; further ones are closed at once
/// @param newPerSecond on all loops together, more than zero; as many may come at once
public record ClientLimits(int connections, int newPerSecond) {

    /// Where Swarm's routing mesh or a balancer stands in front, all clients have one address.
    public static final ClientLimits NONE = new ClientLimits(Limits.UNLIMITED, Limits.UNLIMITED);

    public ClientLimits {
        if (connections <= 0 || newPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "a client needs connections: " + connections + ", new per second: " + newPerSecond);
        }
    }

    public boolean isNone() {
        return connections == Limits.UNLIMITED && newPerSecond == Limits.UNLIMITED;
    }
}
