package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Node;
import io.sluice.controlplane.swarm.PublishedPort;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;
import io.sluice.controlplane.swarm.VirtualIp;

/// Swarm states in a few words, for tests.
final class Swarms {

    /// Of all tasks.
    static final Instant RUNNING_SINCE = Instant.ofEpochSecond(1_000);

    private final List<Service> services = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Network> networks = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    Swarms network(String id, String name) {
        networks.add(new Network(id, name, false, ""));
        return this;
    }

    Swarms network(Network network) {
        networks.add(network);
        return this;
    }

    Swarms node(String id, String address) {
        nodes.add(new Node(id, "host-" + id, Optional.of(InetAddress.ofLiteral(address)), true, Map.of()));
        return this;
    }

    Swarms nodeWithoutAddress(String id) {
        nodes.add(new Node(id, "host-" + id, Optional.empty(), true, Map.of()));
        return this;
    }

    Swarms service(ServiceSketch sketch) {
        services.add(sketch.service());
        return this;
    }

    Swarms task(String serviceId, int slot, String networkId, String... addresses) {
        return task(serviceId, slot, TaskState.RUNNING, TaskState.RUNNING, networkId, addresses);
    }

    Swarms task(String serviceId, int slot, TaskState state, TaskState desired, String networkId, String... addresses) {
        List<Task.Attachment> attachments = new ArrayList<>();
        for (String address : addresses) {
            attachments.add(new Task.Attachment(networkId, InetAddress.ofLiteral(address), OptionalInt.empty()));
        }
        String name = serviceId + "." + slot;
        tasks.add(new Task(
                name + "-" + tasks.size(),
                serviceId,
                name,
                slot,
                "n1",
                state,
                desired,
                RUNNING_SINCE,
                attachments,
                List.of()));
        return this;
    }

    Swarms hostTask(String serviceId, int slot, String nodeId, PublishedPort... ports) {
        String name = serviceId + "." + slot;
        tasks.add(new Task(
                name,
                serviceId,
                name,
                slot,
                nodeId,
                TaskState.RUNNING,
                TaskState.RUNNING,
                RUNNING_SINCE,
                List.of(),
                List.of(ports)));
        return this;
    }

    Swarms task(Task task) {
        tasks.add(task);
        return this;
    }

    SwarmState state() {
        return new SwarmState(services, tasks, networks, nodes);
    }

    /// The same, with everything listed the other way round.
    SwarmState reversed() {
        return new SwarmState(services.reversed(), tasks.reversed(), networks.reversed(), nodes.reversed());
    }

    static ServiceSketch named(String name) {
        return new ServiceSketch(name);
    }

    /// A service whose id is its name, on no network, in VIP endpoint mode.
    static final class ServiceSketch {

        private final String name;
        private final Map<String, Label> labels = new LinkedHashMap<>();
        private final List<String> networkIds = new ArrayList<>();
        private final List<VirtualIp> virtualIps = new ArrayList<>();
        private final List<PublishedPort> ports = new ArrayList<>();
        private String id;
        private EndpointMode endpointMode = EndpointMode.VIP;
        private Instant createdAt = Instant.EPOCH;

        private ServiceSketch(String name) {
            this.name = name;
            this.id = name;
        }

        ServiceSketch id(String value) {
            id = value;
            return this;
        }

        ServiceSketch hosts(String hosts) {
            return lb("hosts", hosts).lb("port", "8080");
        }

        ServiceSketch lb(String label, String value) {
            return label("com.docker.lb." + label, value);
        }

        ServiceSketch label(String key, String value) {
            labels.put(key, new Label(value, ""));
            return this;
        }

        ServiceSketch on(String... ids) {
            networkIds.addAll(List.of(ids));
            return this;
        }

        ServiceSketch vip(String networkId, String address) {
            virtualIps.add(new VirtualIp(networkId, InetAddress.ofLiteral(address), OptionalInt.empty()));
            return this;
        }

        ServiceSketch dnsrr() {
            endpointMode = EndpointMode.DNSRR;
            return this;
        }

        ServiceSketch publishes(int target, int published, PublishedPort.Mode mode) {
            ports.add(new PublishedPort(target, published, mode));
            return this;
        }

        ServiceSketch createdAt(int second) {
            createdAt = Instant.ofEpochSecond(second);
            return this;
        }

        Service service() {
            return new Service(
                    id, name, 1, createdAt, labels, endpointMode, networkIds, virtualIps, ports, UpdateState.NONE);
        }
    }
}
