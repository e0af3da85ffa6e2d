package io.sluice.controlplane.labels;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.Printable;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.HostPattern;

/// The `hosts` label: a comma list of host names, and of `*.` with one for all names below it. A bad host is left out
/// and the others are served; a list beyond the limit is refused as a whole, for nobody could say which were meant.
final class HostsLabel {

    static final int MAX_HOSTS = 100;
    private static final int MAX_NAMED_DUPLICATES = 5;
    private static final String WILDCARD = "*.";

    private final LabelReader labels;

    HostsLabel(LabelReader labels) {
        this.labels = labels;
    }

    /// The good hosts, each once, in the order written; what is wrong with the others goes to the report.
    List<HostPattern> read() {
        return labels.text(LabelNames.HOSTS).map(this::hosts).orElse(List.of());
    }

    private List<HostPattern> hosts(String value) {
        Map<String, String> texts = distinct(value);
        if (texts.isEmpty()) {
            fault("invalid-host", "names no host", "list host names, as in 'app.example.com'");
            return List.of();
        }
        if (texts.size() > MAX_HOSTS) {
            fault(
                    "too-many-hosts",
                    "names " + texts.size() + " hosts, the limit is " + MAX_HOSTS,
                    "spread the hosts over several services, or serve the rest by a wildcard or default_backend");
            return List.of();
        }
        return texts.values().stream().flatMap(text -> host(text).stream()).toList();
    }

    /// As written, by the form that routing compares.
    private Map<String, String> distinct(String value) {
        Map<String, String> texts = new LinkedHashMap<>();
        Set<String> duplicates = new LinkedHashSet<>();
        for (String part : value.split(",")) {
            String text = part.strip();
            if (!text.isEmpty() && texts.putIfAbsent(comparable(text), text) != null) {
                duplicates.add(text);
            }
        }
        if (!duplicates.isEmpty()) {
            labels.report()
                    .warning(
                            "duplicate-host",
                            LabelNames.HOSTS,
                            "names more than once: " + shortList(duplicates),
                            "case and a trailing dot make no difference; remove the repetitions");
        }
        return texts;
    }

    private static String comparable(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String shortList(Set<String> hosts) {
        String list = hosts.stream()
                .limit(MAX_NAMED_DUPLICATES)
                .map(Printable::quoted)
                .collect(Collectors.joining(", "));
        return hosts.size() > MAX_NAMED_DUPLICATES
                ? list + " and " + (hosts.size() - MAX_NAMED_DUPLICATES) + " more"
                : list;
    }

    private Optional<HostPattern> host(String text) {
        Optional<String> problem = problemOf(text);
        if (problem.isEmpty()) {
            return Optional.of(HostPattern.of(text));
        }
        fault("invalid-host", "host " + Printable.quoted(text) + " is not served: it " + problem.get(), remedy(text));
        return Optional.empty();
    }

    /// Why the text is no host pattern; empty when it is one.
    static Optional<String> problemOf(String text) {
        return HostName.problemOf(text.startsWith(WILDCARD) ? text.substring(WILDCARD.length()) : text);
    }

    private static String remedy(String text) {
        if (text.contains("://")) {
            return "write the host alone, without scheme and path";
        }
        if (text.contains("*")) {
            return "a wildcard is '*.' and a host name, as in '*.example.com'; for all hosts, use default_backend";
        }
        if (text.contains(":")) {
            return "write the host without a port: the port of a request makes no difference, and the port that tasks"
                    + " listen on belongs in the label port";
        }
        if (text.contains("/")) {
            return "write the host without its path, which belongs in the label context_root";
        }
        if (text.chars().anyMatch(c -> c > 0x7f)) {
            return "write an international name in its ASCII form, 'xn--…'";
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == ';')) {
            return "separate hosts by commas";
        }
        return "write a DNS name, as in 'app.example.com'";
    }

    private void fault(String code, String problem, String remedy) {
        labels.fault(LabelNames.HOSTS, code, problem, remedy);
    }
}
