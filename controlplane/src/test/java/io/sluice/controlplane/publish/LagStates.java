package io.sluice.controlplane.publish;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;
import io.sluice.controlplane.swarm.VirtualIp;

/// States of one service for tests of times.
final class LagStates {

    private LagStates() {}

    static SwarmState of(Service service, List<Task> tasks) {
        return new SwarmState(List.of(service), tasks, List.of(), List.of());
    }

    /// @param host of its label
    static Service service(String host, Instant updatedAt) {
        return new Service(
                "web",
                "web",
                1,
                Instant.EPOCH,
                updatedAt,
                Map.of("com.docker.lb.hosts", new Label(host, "")),
                Service.EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(),
                Service.UpdateState.NONE);
    }

    /// A service that leaves its mode to the proxy.
    static Service auto() {
        return new Service(
                "web",
                "web",
                1,
                Instant.EPOCH,
                Map.of("com.docker.lb.backend_mode", new Label("auto", "")),
                Service.EndpointMode.VIP,
                List.of("net"),
                List.of(new VirtualIp("net", InetAddress.ofLiteral("10.0.0.2"), OptionalInt.empty())),
                List.of(),
                Service.UpdateState.NONE);
    }

    static List<Task> running(Instant since, String... ids) {
        return Stream.of(ids)
                .map(id -> task(id, TaskState.RUNNING, TaskState.RUNNING, since))
                .toList();
    }

    static Task task(String id, TaskState state, TaskState desired, Instant since) {
        return new Task(id, "web", "web.1", 1, "n", state, desired, since, List.of(), List.of());
    }
}
