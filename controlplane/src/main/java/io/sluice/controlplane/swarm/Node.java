package io.sluice.controlplane.swarm;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// A member of the swarm.
///
/// @param address for ports published in host mode; empty while the engine does not say a usable one
/// @param ready the engine hears from it
public record Node(
        String id, String hostName, Optional<InetAddress> address, boolean ready, Map<String, String> labels) {

    public Node {
        labels = Map.copyOf(labels);
    }
}
