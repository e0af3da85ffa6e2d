package io.sluice.controlplane.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;

/// Something of a swarm that changed, and when it did by the clock of the swarm's own node. Only of services that ask
/// for traffic.
///
/// What the engine keeps no time of has no moment: services that are removed, and tasks whose desired state changed.
record StateMoment(Kind kind, Instant at) {

    enum Kind {
        /// A task began to run, or stopped running.
        TASK,
        /// A service was created, or its labels, networks, addresses or ports changed.
        SERVICE
    }

    static List<StateMoment> between(SwarmState before, SwarmState after) {
        List<StateMoment> moments = new ArrayList<>();
        Set<String> routed = new HashSet<>();
        Map<String, Service> servicesBefore = new HashMap<>();
        before.services().forEach(service -> servicesBefore.put(service.id(), service));
        for (Service service : after.services()) {
            if (service.labels().keySet().stream().noneMatch(Label::isOurs)) {
                continue;
            }
            routed.add(service.id());
            Service old = servicesBefore.get(service.id());
            if (old == null || !isSame(old, service)) {
                add(moments, Kind.SERVICE, service.updatedAt());
            }
        }
        addTasks(moments, before, after, routed);
        return moments;
    }

    private static void addTasks(
            List<StateMoment> moments, SwarmState before, SwarmState after, Set<String> routedServiceIds) {
        Map<String, Task> tasksBefore = new HashMap<>();
        before.tasks().forEach(task -> tasksBefore.put(task.id(), task));
        for (Task task : after.tasks()) {
            Task old = tasksBefore.get(task.id());
            boolean began = task.isRoutable() && (old == null || !old.isRoutable());
            boolean ended = old != null && old.isRoutable() && task.state() != old.state();
            if (routedServiceIds.contains(task.serviceId()) && (began || ended)) {
                add(moments, Kind.TASK, task.statusSince());
            }
        }
    }

    private static void add(List<StateMoment> moments, Kind kind, Instant at) {
        if (at.isAfter(Instant.EPOCH)) {
            moments.add(new StateMoment(kind, at));
        }
    }

    private static boolean isSame(Service a, Service b) {
        return a.labels().equals(b.labels())
                && a.endpointMode() == b.endpointMode()
                && a.networkIds().equals(b.networkIds())
                && a.virtualIps().equals(b.virtualIps())
                && a.ports().equals(b.ports());
    }
}
