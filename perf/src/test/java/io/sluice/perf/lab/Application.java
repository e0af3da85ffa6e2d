package io.sluice.perf.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.awaitility.Awaitility.await;

/// A service of the test application in the swarm; see `perf/lab/app`. Its tasks run on the workers.
final class Application implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String IMAGE_FORMAT = "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
    private static final String UPDATE_FORMAT = IMAGE_FORMAT + " {{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}";

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

    /// A rolling update to the other of two images, one task at a time. Returns when it is complete.
    void roll(String order) {
        var image = lab.docker(1, List.of("service", "inspect", "--format", IMAGE_FORMAT, name));
        var next = image.equals(Lab.APP_IMAGE) ? Lab.NEXT_APP_IMAGE : Lab.APP_IMAGE;
        var command = new ArrayList<>(List.of("service", "update", "--detach", "--quiet", "--no-resolve-image"));
        command.addAll(List.of("--update-order", order, "--update-parallelism", "1", "--image", next, name));
        lab.docker(1, command);
        await("rolling update of " + name).atMost(Duration.ofSeconds(180)).until(() -> {
            return lab.docker(1, List.of("service", "inspect", "--format", UPDATE_FORMAT, name))
                    .equals(next + " completed");
        });
    }

    /// Running containers on a worker.
    List<String> containers(int node) {
        return lab.docker(node, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + name))
                .lines()
                .toList();
    }

    void awaitContainers(int count) {
        await(count + " containers of " + name).atMost(Duration.ofSeconds(90)).until(() -> {
            return containers(2).size() + containers(3).size() == count;
        });
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
