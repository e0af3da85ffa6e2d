package io.sluice.controlplane.assemble;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.ServiceReport;

/// What is to be said of services about hosts and paths: once for all places that have the same trouble.
final class Places {

    private static final int MAX_NAMED = 3;

    private final Map<Entry, Set<String>> places = new LinkedHashMap<>();

    /// @param text follows the list of places: `is not served: …`
    record Entry(ServiceReport report, Severity severity, String code, String label, String text, String hint) {}

    void add(Entry entry, String place) {
        places.computeIfAbsent(entry, key -> new LinkedHashSet<>()).add(place);
    }

    /// To be called once, when all is said.
    void report() {
        places.forEach((entry, at) -> {
            String message = text(at) + " " + entry.text();
            switch (entry.severity()) {
                case ERROR -> entry.report().error(entry.code(), entry.label(), message, entry.hint());
                case WARNING -> entry.report().warning(entry.code(), entry.label(), message, entry.hint());
                case NOTICE -> entry.report().notice(entry.code(), entry.label(), message, entry.hint());
            }
        });
    }

    /// `'a.local', 'b.local', 'c.local' and 2 more`
    static String text(Collection<String> places) {
        String list =
                places.stream().limit(MAX_NAMED).map(place -> "'" + place + "'").collect(Collectors.joining(", "));
        return places.size() > MAX_NAMED ? list + " and " + (places.size() - MAX_NAMED) + " more" : list;
    }
}
