package io.sluice.controlplane.swarm;

import java.util.List;

/// Services, their tasks, networks and nodes at one moment.
///
/// @param services sorted by name
/// @param tasks of any state; whoever routes asks [Task#isRoutable()]
public record SwarmState(List<Service> services, List<Task> tasks, List<Network> networks, List<Node> nodes) {

    public static final SwarmState EMPTY = new SwarmState(List.of(), List.of(), List.of(), List.of());

    public SwarmState {
        services = List.copyOf(services);
        tasks = List.copyOf(tasks);
        networks = List.copyOf(networks);
        nodes = List.copyOf(nodes);
    }
}
