package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;

/// Where this proxy stands in the swarm: known by its own addresses, one of which the engine lists for its task.
///
/// @param addresses of this process's network interfaces
public record ProxyLocation(Set<InetAddress> addresses) {

    /// A proxy that is no task: what it can reach, nobody but its operator knows.
    public static final ProxyLocation OUTSIDE = new ProxyLocation(Set.of());

    public ProxyLocation {
        addresses = Set.copyOf(addresses);
    }

    /// Of this process. A task's interfaces are there before its process starts, and never change.
    public static ProxyLocation here() {
        try {
            return new ProxyLocation(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .collect(Collectors.toSet()));
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list the network interfaces of this host", e);
        }
    }

    /// Ids of the networks that this proxy is on; empty when it is no task of the swarm, or not listed yet.
    Optional<Set<String>> networks(SwarmState state) {
        return state.tasks().stream()
                .filter(task -> task.attachments().stream().anyMatch(at -> addresses.contains(at.address())))
                .findFirst()
                .map(task -> task.attachments().stream()
                        .map(Task.Attachment::networkId)
                        .collect(Collectors.toSet()));
    }
}
