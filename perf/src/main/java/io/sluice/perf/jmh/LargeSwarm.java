package io.sluice.perf.jmh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;

/// A swarm of many labelled services with some tasks each, all on one overlay network.
final class LargeSwarm {

    private static final String NETWORK = "overlay";
    private static final int FIRST_ADDRESS = (10 << 24) + 2;

    private final int serviceCount;
    private final int tasksPerService;

    LargeSwarm(int serviceCount, int tasksPerService) {
        this.serviceCount = serviceCount;
        this.tasksPerService = tasksPerService;
    }

    SwarmState state() {
        return stateWithout(-1);
    }

    /// The same swarm in the midst of a deployment: the last task of that service has left it.
    SwarmState stateWithTaskLess(int service) {
        return stateWithout(service * tasksPerService + tasksPerService - 1);
    }

    /// A proxy that is found at its place only when all other tasks have been looked at.
    ProxyLocation lastTask() {
        return new ProxyLocation.At(Set.of(address(serviceCount * tasksPerService - 1)));
    }

    private SwarmState stateWithout(int missingTask) {
        List<Service> services = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < serviceCount; i++) {
            services.add(service(i));
            for (int slot = 1; slot <= tasksPerService; slot++) {
                int number = i * tasksPerService + slot - 1;
                if (number != missingTask) {
                    tasks.add(task(i, slot, number));
                }
            }
        }
        return new SwarmState(services, tasks, List.of(new Network(NETWORK, NETWORK, false, "")), List.of());
    }

    private static Service service(int i) {
        Map<String, Label> labels = Map.of(
                "com.docker.lb.hosts", new Label("app" + i + ".example.com", ""),
                "com.docker.lb.port", new Label("8080", ""),
                "com.docker.lb.network", new Label(NETWORK, ""));
        return new Service(
                "s" + i,
                name(i),
                i,
                Instant.ofEpochSecond(i),
                labels,
                EndpointMode.DNSRR,
                List.of(NETWORK),
                List.of(),
                List.of(),
                UpdateState.NONE);
    }

    /// Sorts as it counts: providers list services by name.
    private static String name(int i) {
        return "stack_app" + (100_000 + i);
    }

    private static Task task(int service, int slot, int number) {
        return new Task(
                "t" + number,
                "s" + service,
                name(service) + "." + slot,
                slot,
                "n1",
                TaskState.RUNNING,
                TaskState.RUNNING,
                Instant.EPOCH,
                List.of(new Task.Attachment(NETWORK, address(number), OptionalInt.empty())),
                List.of());
    }

    private static InetAddress address(int task) {
        int bits = FIRST_ADDRESS + task;
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
