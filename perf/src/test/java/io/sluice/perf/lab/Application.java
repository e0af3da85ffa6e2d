package io.sluice.perf.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// A service of the test application in the swarm; see `perf/lab/app`. Its tasks run on the workers.
final class Application implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Lab lab;
    private final String name;

    private Application(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
    }

    /// Returns as soon as the swarm has taken the service, before any task runs.
    ///
    /// @param labels without their common prefix `com.docker.lb.`
    static Application create(Lab lab, String name, int replicas, String network, Map<String, String> labels) {
        var command = new ArrayList<>(List.of("service", "create", "--detach", "--quiet", "--no-resolve-image"));
        command.addAll(List.of("--name", name, "--replicas", String.valueOf(replicas), "--network", network));
        command.addAll(List.of("--constraint", "node.role==worker", "--stop-grace-period", "3s"));
        new TreeMap<>(labels).forEach((label, value) -> {
            command.add("--label");
            command.add("com.docker.lb." + label + "=" + value);
        });
        command.addAll(List.of("--env", "TASK_NAME={{.Task.Name}}", Lab.APP_IMAGE));
        lab.docker(1, command);
        return new Application(lab, name);
    }

    String name() {
        return name;
    }

    void scale(int replicas) {
        lab.docker(1, List.of("service", "scale", "--detach", name + "=" + replicas));
    }

    void label(String label, String value) {
        lab.docker(
                1,
                List.of(
                        "service",
                        "update",
                        "--detach",
                        "--quiet",
                        "--no-resolve-image",
                        "--label-add",
                        "com.docker.lb." + label + "=" + value,
                        name));
    }

    void remove() {
        lab.docker(1, List.of("service", "rm", name));
    }

    @Override
    public void close() {
        lab.docker(1, List.of("service", "ls", "-q", "--filter", "name=" + name))
                .lines()
                .findAny()
                .ifPresent(id -> remove());
    }

    /// When each task that is meant to run was seen running by its node's engine, oldest first.
    List<Instant> runningSince() {
        var tasks = lab.docker(
                        1, List.of("service", "ps", "-q", "--no-trunc", "--filter", "desired-state=running", name))
                .lines()
                .toList();
        var command = new ArrayList<>(List.of("inspect", "--type", "task", "--format", "{{json .Status}}"));
        command.addAll(tasks);
        return tasks.isEmpty()
                ? List.of()
                : lab.docker(1, command)
                        .lines()
                        .map(Application::json)
                        .filter(status -> status.path("State").asText().equals("running"))
                        .map(status -> Instant.parse(status.path("Timestamp").asText()))
                        .sorted()
                        .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }
}
