package io.sluice.controlplane.swarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.Engine;
import io.sluice.controlplane.docker.Listing;

/// Reads lists from an engine into one state; what is not read anew is taken from the state before. Immutable.
final class SwarmReader {
    private static final Comparator<Service> BY_NAME =
            Comparator.comparing(Service::name).thenComparing(Service::id);
    private static final Comparator<Task> BY_SERVICE_AND_SLOT = Comparator.comparing(Task::serviceId)
            .thenComparingInt(Task::slot)
            .thenComparing(Task::nodeId)
            .thenComparing(Task::id);
    private static final Comparator<Network> NETWORK_BY_NAME =
            Comparator.comparing(Network::name).thenComparing(Network::id);
    private static final Comparator<Node> NODE_BY_NAME =
            Comparator.comparing(Node::hostName).thenComparing(Node::id);

    private final DockerGateway gateway;
    private final Engine engine;

    SwarmReader(DockerGateway gateway, Engine engine) {
        this.gateway = gateway;
        this.engine = engine;
    }

    /// All or nothing. Services are read before tasks: a task of a service that appeared in between is left out, and
    /// said so, instead of being routed by nobody.
    ///
    /// @throws io.sluice.controlplane.docker.DockerException when any list could not be read
    Reading read(SwarmState before, Set<Listing> due) throws InterruptedException {
        List<Network> networks = due.contains(Listing.NETWORKS) ? networks() : before.networks();
        List<Service> services = due.contains(Listing.SERVICES) ? services(networks) : before.services();
        List<Node> nodes = due.contains(Listing.NODES) ? nodes() : before.nodes();
        TaskReader reader = TaskReader.of(services);
        List<Task> all = due.contains(Listing.TASKS)
                ? sorted(gateway.list(engine, Listing.TASKS, reader::read), BY_SERVICE_AND_SLOT)
                : before.tasks();
        List<Task> known = all.stream().filter(reader::isKnown).toList();
        return new Reading(new SwarmState(services, known, networks, nodes), known.size() < all.size());
    }

    private List<Network> networks() throws InterruptedException {
        return sorted(gateway.list(engine, Listing.NETWORKS, NetworkReader::read), NETWORK_BY_NAME);
    }

    private List<Service> services(List<Network> networks) throws InterruptedException {
        ServiceReader reader = ServiceReader.of(networks);
        return sorted(gateway.list(engine, Listing.SERVICES, reader::read), BY_NAME);
    }

    private List<Node> nodes() throws InterruptedException {
        return sorted(gateway.list(engine, Listing.NODES, NodeReader::read), NODE_BY_NAME);
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        var sorted = new ArrayList<>(list);
        sorted.sort(order);
        return sorted;
    }

    /// @param unknownServices tasks of services that are not in the state were left out
    record Reading(SwarmState state, boolean unknownServices) {

        /// An update is under way, or a task is on its way to running.
        boolean moving() {
            return state.services().stream().anyMatch(s -> s.updateState() == Service.UpdateState.RUNNING)
                    || state.tasks().stream().anyMatch(t -> t.state().compareTo(TaskState.RUNNING) < 0);
        }
    }
}
