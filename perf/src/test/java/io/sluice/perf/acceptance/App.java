package io.sluice.perf.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.perf.task.TaskServer;

/// A service of the Compose file. Every change gives another one.
///
/// @param labels without the prefix `com.docker.lb.`; those that have a dot of their own are taken as they are
/// @param tasks addresses
record App(String name, Map<String, String> labels, List<String> tasks, List<String> networks, String vip) {

    private static final String PREFIX = "com.docker.lb.";

    App {
        labels = Map.copyOf(labels);
        tasks = List.copyOf(tasks);
        networks = List.copyOf(networks);
    }

    /// With hosts and a port.
    static App of(String name, String hosts, TaskServer... tasks) {
        return new App(name, Map.of("hosts", hosts, "port", "8080"), List.of(), List.of("front"), "").running(tasks);
    }

    static App bare(String name, TaskServer... tasks) {
        return new App(name, Map.of(), List.of(), List.of("front"), "").running(tasks);
    }

    App label(String label, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(label, value);
        return new App(name, more, tasks, networks, vip);
    }

    App without(String label) {
        Map<String, String> fewer = new LinkedHashMap<>(labels);
        fewer.remove(label);
        return new App(name, fewer, tasks, networks, vip);
    }

    App running(TaskServer... servers) {
        List<String> addresses = new ArrayList<>();
        for (TaskServer server : servers) {
            addresses.add(server.address());
        }
        return new App(name, labels, addresses, networks, vip);
    }

    App named(String other) {
        return new App(other, labels, tasks, networks, vip);
    }

    App on(String... names) {
        return new App(name, labels, tasks, List.of(names), vip);
    }

    App vip(TaskServer server) {
        return new App(name, labels, tasks, networks, server.address());
    }

    /// As an entry of `services`.
    String yaml() {
        StringBuilder text = new StringBuilder("  ").append(name).append(":\n    networks: ");
        text.append(networks).append("\n    deploy:\n");
        if (!labels.isEmpty()) {
            text.append("      labels:\n");
        }
        labels.forEach((label, value) -> text.append("        ")
                .append(label.indexOf('.') < 0 ? PREFIX + label : label)
                .append(": ")
                .append(quoted(value))
                .append('\n'));
        text.append("    x-sluice:\n      tasks: [");
        text.append(String.join(", ", tasks.stream().map(App::quoted).toList())).append("]\n");
        if (!vip.isEmpty()) {
            text.append("      vip: ").append(quoted(vip)).append('\n');
        }
        return text.toString();
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''").replace("$", "$$") + "'";
    }
}
