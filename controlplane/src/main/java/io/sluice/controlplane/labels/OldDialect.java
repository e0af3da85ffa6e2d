package io.sluice.controlplane.labels;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service.Label;

/// Labels of today in the making, from those of an older dialect; each remembers which label it was taken from.
final class OldDialect {

    private final String name;
    private final ServiceReport report;
    private final Map<String, String> labels = new LinkedHashMap<>();

    /// @param name for people, as in `labels of …`
    OldDialect(String name, ServiceReport report) {
        this.name = name;
        this.report = report;
    }

    /// The first value of a name stays.
    void put(String label, String value, String key) {
        report.origin(label, key);
        labels.putIfAbsent(label, value);
    }

    /// For labels that are lists.
    void append(String label, String value, String separator, String key) {
        report.origin(label, key);
        labels.merge(label, value, (list, next) -> list + separator + next);
    }

    /// What of an old label cannot be said today, or not be read.
    ///
    /// @param key of the old label
    void leaveOut(String key, String problem, String remedy) {
        report.origin(key, key);
        report.warning("old-dialect", key, problem, remedy);
    }

    /// By name, without the prefix. Tells once what to write today.
    ///
    /// @param key of the first old label
    Map<String, String> translated(String key) {
        report.origin(key, key);
        String today = labels.entrySet().stream()
                .map(entry -> Printable.escaped(Label.PREFIX + entry.getKey() + "=" + entry.getValue()))
                .collect(Collectors.joining(" "));
        report.notice(
                "old-dialect",
                key,
                "labels of " + name + " are read" + (today.isEmpty() ? ", and say nothing" : " as " + today),
                "write the labels of today instead; those alone count once one of them is there");
        return labels;
    }

    /// Tells that labels of today are there too.
    void ignored(String key) {
        report.origin(key, key);
        report.notice(
                "old-dialect-ignored", key, "labels of " + name + " are ignored beside newer ones", "remove them");
    }
}
