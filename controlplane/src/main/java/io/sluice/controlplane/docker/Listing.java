package io.sluice.controlplane.docker;

import java.net.URLEncoder;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The lists that an engine has of its swarm.
public enum Listing {
    SERVICES("/services", ""),
    /// Tasks that are meant to run, or to run once the task before them has stopped. An engine keeps five finished
    /// tasks per slot; a task that leaves this list has at least two seconds until its stop signal.
    TASKS("/tasks", "{\"desired-state\":[\"running\",\"ready\"]}"),
    NETWORKS("/networks", "{\"driver\":[\"overlay\"],\"scope\":[\"swarm\"]}"),
    NODES("/nodes", "");

    private final String path;

    Listing(String path, String filters) {
        this.path = withFilters(path, filters);
    }

    String path() {
        return path;
    }

    static String withFilters(String path, String filters) {
        return filters.isEmpty() ? path : path + "?filters=" + URLEncoder.encode(filters, UTF_8);
    }
}
