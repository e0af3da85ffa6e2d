package io.sluice.controlplane.swarm;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;

/// Whether two states differ in anything that matters: not in `Service.version` and
/// `Service.updatedAt`, which the engine raises for changes that are not read here, nor in `Task.statusSince`.
final class StateChange {
    private StateChange() {}

    static boolean isSame(SwarmState a, SwarmState b) {
        return a.networks().equals(b.networks())
                && a.nodes().equals(b.nodes())
                && all(a.tasks(), b.tasks(), StateChange::isSame)
                && all(a.services(), b.services(), StateChange::isSame);
    }

    private static boolean isSame(Task a, Task b) {
        return a.id().equals(b.id())
                && a.state() == b.state()
                && a.desiredState() == b.desiredState()
                && a.serviceId().equals(b.serviceId())
                && a.name().equals(b.name())
                && a.slot() == b.slot()
                && a.nodeId().equals(b.nodeId())
                && a.attachments().equals(b.attachments())
                && a.hostPorts().equals(b.hostPorts());
    }

    private static boolean isSame(Service a, Service b) {
        return a.id().equals(b.id())
                && a.name().equals(b.name())
                && a.createdAt().equals(b.createdAt())
                && a.labels().equals(b.labels())
                && a.endpointMode() == b.endpointMode()
                && a.networkIds().equals(b.networkIds())
                && a.virtualIps().equals(b.virtualIps())
                && a.ports().equals(b.ports())
                && a.updateState() == b.updateState();
    }

    private static <T> boolean all(List<T> a, List<T> b, BiPredicate<T, T> same) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<T> others = b.iterator();
        for (T item : a) {
            if (!same.test(item, others.next())) {
                return false;
            }
        }
        return true;
    }
}
