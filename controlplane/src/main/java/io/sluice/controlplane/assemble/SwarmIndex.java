package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Node;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;

/// A swarm state by id, so that the work per service does not grow with the swarm.
final class SwarmIndex {

    private static final Comparator<Task> BY_SLOT =
            Comparator.comparingInt(Task::slot).thenComparing(Task::nodeId).thenComparing(Task::id);

    private final Map<String, List<Task>> routableTasks = new HashMap<>();
    private final Map<String, Network> networks = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Service> services = new TreeMap<>();
    private final Optional<Set<String>> proxyNetworks;
    private final boolean proxiesFollow;
    private final Set<String> allowedNetworks;

    SwarmIndex(SwarmState state, Optional<Set<String>> proxyNetworks, Set<String> allowedNetworks) {
        this(state, proxyNetworks, false, allowedNetworks);
    }

    /// @param proxyNetworks ids of the networks that the proxy is on; empty when nobody knows
    /// @param proxiesFollow they are attached to what they need
    /// @param allowedNetworks names or ids of those that may be used; empty: any
    SwarmIndex(
            SwarmState state, Optional<Set<String>> proxyNetworks, boolean proxiesFollow, Set<String> allowedNetworks) {
        this.proxyNetworks = proxyNetworks;
        this.proxiesFollow = proxiesFollow;
        this.allowedNetworks = allowedNetworks;
        for (Task task : state.tasks()) {
            if (task.isRoutable()) {
                routableTasks
                        .computeIfAbsent(task.serviceId(), id -> new ArrayList<>())
                        .add(task);
            }
        }
        routableTasks.values().forEach(tasks -> tasks.sort(BY_SLOT));
        state.networks().forEach(network -> networks.put(network.id(), network));
        state.services()
                .forEach(service ->
                        services.merge(service.name(), service, BinaryOperator.minBy(RoutedService.CLAIM_ORDER)));
        state.nodes().forEach(node -> nodes.put(node.id(), node));
    }

    /// In the order of their slots.
    List<Task> routableTasks(String serviceId) {
        return routableTasks.getOrDefault(serviceId, List.of());
    }

    /// A network that the state does not list was made or removed while it was read; its id then serves as its name.
    Network network(String id) {
        Network network = networks.get(id);
        return network == null ? new Network(id, id, false, "") : network;
    }

    /// Whether the proxy is on the network too, as far as is known.
    boolean isReachable(Network network) {
        return proxyNetworks.isEmpty() || proxyNetworks.get().contains(network.id());
    }

    /// Whether the proxies are being attached to a network that they are not on.
    boolean proxiesFollow() {
        return proxiesFollow;
    }

    /// Whether the operator lets tasks be reached over it.
    boolean isAllowed(Network network) {
        return allowedNetworks.isEmpty()
                || allowedNetworks.contains(network.name())
                || allowedNetworks.contains(network.id());
    }

    boolean hasNetworkNamed(String name) {
        return networks.values().stream().anyMatch(network -> network.name().equals(name));
    }

    /// The oldest of that name.
    Optional<Service> serviceNamed(String name) {
        return Optional.ofNullable(services.get(name));
    }

    /// Sorted.
    List<String> serviceNames() {
        return List.copyOf(services.keySet());
    }

    Optional<Node> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }
}
