package io.sluice.controlplane.swarm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Services, their tasks, networks and nodes at one moment.
///
/// @param services sorted by name
/// @param secretFiles where secrets lie that the source itself describes, by name
/// @param tasks of any state; whoever routes asks [Task#isRoutable()]
public record SwarmState(
        List<Service> services,
        List<Task> tasks,
        List<Network> networks,
        List<Node> nodes,
        Map<String, Path> secretFiles) {

    public static final SwarmState EMPTY = new SwarmState(List.of(), List.of(), List.of(), List.of());

    public SwarmState {
        services = List.copyOf(services);
        tasks = List.copyOf(tasks);
        networks = List.copyOf(networks);
        nodes = List.copyOf(nodes);
        secretFiles = Map.copyOf(secretFiles);
    }

    /// Without secrets: an engine shows those to nobody but the tasks that they are given to.
    public SwarmState(List<Service> services, List<Task> tasks, List<Network> networks, List<Node> nodes) {
        this(services, tasks, networks, nodes, Map.of());
    }
}
