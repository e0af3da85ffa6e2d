package io.sluice.controlplane.swarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// States for tests: services `s0`, `s1`, … of one task each.
final class States {
    private States() {}

    static SwarmState of(int services) {
        return of(services, services);
    }

    /// @param running the first so many have their task running
    static SwarmState of(int services, int running) {
        return new SwarmState(
                IntStream.range(0, services).mapToObj(i -> service("s" + i)).toList(),
                IntStream.range(0, services)
                        .mapToObj(i -> task("s" + i, i < running ? TaskState.RUNNING : TaskState.PENDING))
                        .toList(),
                List.of(),
                List.of());
    }

    static Service service(String id) {
        return new Service(
                id,
                id,
                1,
                Instant.EPOCH,
                Map.of(),
                Service.EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(),
                Service.UpdateState.NONE);
    }

    static Task task(String serviceId, TaskState state) {
        return new Task(
                serviceId + "-t",
                serviceId,
                serviceId + ".1",
                1,
                "n",
                state,
                TaskState.RUNNING,
                Instant.EPOCH,
                List.of(),
                List.of());
    }
}
