package io.sluice.controlplane.labels;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;

/// The dialects that labels may be in. The newest that a service speaks alone counts.
final class Dialects {

    private final Service service;
    private final ServiceReport report;

    Dialects(Service service, ServiceReport report) {
        this.service = service;
        this.report = report;
    }

    /// Labels of any dialect, by key.
    static SortedMap<String, String> ours(Service service) {
        SortedMap<String, String> ours = select(service, key -> Label.isOurs(key) && !isFirst(key));
        ours.putAll(first(service));
        return ours;
    }

    /// By name, without the prefix; empty when no dialect has labels.
    Map<String, String> read() {
        SortedMap<String, String> today = select(service, key -> key.startsWith(Label.PREFIX));
        SortedMap<String, String> mesh = select(service, Label::isRoutingMesh);
        SortedMap<String, String> first = first(service);
        OldDialect meshDialect = new OldDialect("UCP 2's HTTP routing mesh", report);
        OldDialect firstDialect = new OldDialect("Interlock 1", report);
        if (!first.isEmpty() && !(today.isEmpty() && mesh.isEmpty())) {
            firstDialect.ignored(first.firstKey());
        }
        if (!today.isEmpty()) {
            if (!mesh.isEmpty()) {
                meshDialect.ignored(mesh.firstKey());
            }
            Map<String, String> names = new TreeMap<>();
            today.forEach((key, value) -> names.put(key.substring(Label.PREFIX.length()), value));
            return names;
        }
        if (!mesh.isEmpty()) {
            return RoutingMeshLabels.translate(mesh, service.ports(), meshDialect);
        }
        return first.isEmpty() ? Map.of() : InterlockOneLabels.translate(first, firstDialect);
    }

    /// Of Interlock 1, which passed over what named no host; others use its prefix too.
    private static SortedMap<String, String> first(Service service) {
        SortedMap<String, String> labels = select(service, Dialects::isFirst);
        return labels.keySet().stream().anyMatch(InterlockOneLabels::isHost) ? labels : new TreeMap<>();
    }

    private static boolean isFirst(String key) {
        return key.startsWith(Label.INTERLOCK_1);
    }

    private static SortedMap<String, String> select(Service service, Predicate<String> isWanted) {
        SortedMap<String, String> selected = new TreeMap<>();
        service.labels().forEach((key, label) -> {
            if (isWanted.test(key)) {
                selected.put(key, label.value());
            }
        });
        return selected;
    }
}
