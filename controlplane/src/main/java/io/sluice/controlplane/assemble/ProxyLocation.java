package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.controlplane.swarm.ProxyServices;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;

/// Where proxies stand in the swarm.
public sealed interface ProxyLocation {

    /// A proxy that is no task: what it can reach, nobody but its operator knows.
    static ProxyLocation outside() {
        return new At(Set.of());
    }

    /// Known by its own addresses, one of which the engine lists for its task.
    ///
    /// @param addresses of this process's network interfaces
    record At(Set<InetAddress> addresses) implements ProxyLocation {

        public At {
            addresses = Set.copyOf(addresses);
        }

        /// Empty when this process is no task of the swarm, or not listed yet.
        public Optional<Task> task(SwarmState state) {
            return state.tasks().stream()
                    .filter(task -> task.attachments().stream().anyMatch(at -> addresses.contains(at.address())))
                    .findFirst();
        }
    }

    /// Those that control planes keep for a service cluster, which are attached to what they need.
    record Managed(String serviceCluster) implements ProxyLocation {}

    /// Of this process. A task's interfaces are there before its process starts, and never change.
    static At here() {
        try {
            return new At(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .collect(Collectors.toSet()));
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list the network interfaces of this host", e);
        }
    }

    /// Ids of the networks that proxies are on; empty when nobody knows.
    default Optional<Set<String>> networks(SwarmState state) {
        return switch (this) {
            case At at ->
                at.task(state)
                        .map(task -> task.attachments().stream()
                                .map(Task.Attachment::networkId)
                                .collect(Collectors.toSet()));
            case Managed(String cluster) -> ProxyServices.networks(state, cluster);
        };
    }

    /// Whether a network that proxies are not on is one that they will be on soon.
    default boolean follows() {
        return this instanceof Managed;
    }
}
