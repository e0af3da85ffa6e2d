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

/// The `hosts` label: a comma list. A bad host is left out and the others are served; a list beyond the limit is
/// refused
/// as a whole, for nobody could say which hosts were meant.
final class HostsLabel {

    static final int MAX_HOSTS = 100;
    private static final int MAX_NAMED_DUPLICATES = 5;

    private HostsLabel() {}

    /// The good hosts, each once, in the order written; what is wrong with the others goes to the report.
    static List<HostPattern> read(String value, ServiceReport report) {
        Map<String, String> texts = distinct(value, report);
        if (texts.isEmpty()) {
            report.error("invalid-host", LabelNames.HOSTS, "names no host", "list host names, as in 'app.example.com'");
            return List.of();
        }
        if (texts.size() > MAX_HOSTS) {
            report.error(
                    "too-many-hosts",
                    LabelNames.HOSTS,
                    "names " + texts.size() + " hosts, the limit is " + MAX_HOSTS,
                    "spread the hosts over several services, or serve the rest by default_backend");
            return List.of();
        }
        return texts.values().stream()
                .flatMap(text -> host(text, report).stream())
                .toList();
    }

    /// As written, by the form that routing compares.
    private static Map<String, String> distinct(String value, ServiceReport report) {
        Map<String, String> texts = new LinkedHashMap<>();
        Set<String> duplicates = new LinkedHashSet<>();
        for (String part : value.split(",")) {
            String text = part.strip();
            if (!text.isEmpty() && texts.putIfAbsent(comparable(text), text) != null) {
                duplicates.add(text);
            }
        }
        if (!duplicates.isEmpty()) {
            report.warning(
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

    private static Optional<HostPattern> host(String text, ServiceReport report) {
        Optional<String> problem = HostName.problemOf(text);
        if (problem.isEmpty()) {
            return Optional.of(HostPattern.of(text));
        }
        report.error(
                "invalid-host",
                LabelNames.HOSTS,
                "host " + Printable.quoted(text) + " is not served: it " + problem.get(),
                remedy(text));
        return Optional.empty();
    }

    private static String remedy(String text) {
        if (text.contains("://")) {
            return "write the host alone, without scheme and path";
        }
        if (text.startsWith("*.")) {
            return "wildcard hosts are not applied yet; list the hosts one by one";
        }
        if (text.contains(":")) {
            return "write the host without a port: the port of a request makes no difference, and the port that tasks"
                    + " listen on belongs in the label port";
        }
        if (text.contains("/")) {
            return "write the host without a path";
        }
        if (text.chars().anyMatch(c -> c > 0x7f)) {
            return "write an international name in its ASCII form, 'xn--…'";
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == ';')) {
            return "separate hosts by commas";
        }
        return "write a DNS name, as in 'app.example.com'";
    }
}
