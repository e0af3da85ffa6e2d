package io.sluice.perf.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import static org.awaitility.Awaitility.await;

/// Sluice in its two roles: two control planes on the manager, with its engine's socket, and one proxy on a worker,
/// without.
final class SplitService implements Edge {
    private static final int NODE = 2;
    private static final int PORT = 8080;
    private static final int ADMIN_PORT = 9901;
    private static final String CONTROL = "split-control";
    private static final String PROXY = "split-proxy";
    private static final String AUTHORITY = "split-ca";
    private static final String TOKEN = "split-token";

    private final Lab lab;

    private SplitService(Lab lab) {
        this.lab = lab;
    }

    /// Returns when the proxy has a snapshot from a control plane.
    static SplitService deploy(Lab lab, String network) {
        lab.loadSluice();
        var split = new SplitService(lab);
        try {
            split.createSecrets();
            split.createControl(network);
            split.createProxy(network);
            await("readiness of " + PROXY)
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsMatching(e -> e instanceof IOException)
                    .until(() -> split.admin("/readyz").status() == 200);
            return split;
        } catch (RuntimeException e) {
            var logs = split.logs();
            split.close();
            throw new IllegalStateException(PROXY + " did not become ready; logs: " + logs, e);
        }
    }

    /// As the guide says: with `sluice ca`.
    private void createSecrets() {
        try {
            var directory = Files.createTempDirectory("sluice-split");
            var authority = directory.resolve(AUTHORITY);
            var token = directory.resolve(TOKEN);
            sluice("ca", authority.toString(), token.toString());
            for (var secret : List.of(authority, token)) {
                lab.docker(1, List.of("secret", "create", secret.getFileName().toString(), secret.toString()));
            }
            deleteAll(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("secrets of the two roles", e);
        }
    }

    static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    static void sluice(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.sluice.controlplane.Main"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("sluice " + String.join(" ", arguments) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void createControl(String network) {
        var socket = lab.socket(1);
        var command = create(CONTROL, 1, 2, network);
        command.addAll(List.of("--secret", AUTHORITY, "--secret", TOKEN));
        command.addAll(List.of("--mount", "type=bind,src=" + socket.getParent() + ",dst=/engine"));
        command.addAll(List.of("--group", ProxyService.group(socket)));
        command.addAll(List.of(Lab.SLUICE_IMAGE, "control", "--docker=unix:///engine/" + socket.getFileName()));
        command.addAll(List.of("--ca-file", "/run/secrets/" + AUTHORITY, "--join-token-file", "/run/secrets/" + TOKEN));
        lab.docker(1, command);
    }

    private void createProxy(String network) {
        var command = create(PROXY, NODE, 1, network);
        command.addAll(List.of("--secret", TOKEN, "--stop-grace-period", "10s"));
        command.addAll(List.of("--publish", "mode=host,target=80,published=" + PORT));
        command.addAll(List.of("--publish", "mode=host,target=9901,published=" + ADMIN_PORT));
        command.addAll(List.of(Lab.SLUICE_IMAGE, "proxy", "--control", "tasks." + CONTROL + ":9902"));
        command.addAll(List.of("--join-token-file", "/run/secrets/" + TOKEN, "--admin", "0.0.0.0:9901"));
        lab.docker(1, command);
    }

    private static List<String> create(String name, int node, int replicas, String network) {
        return new ArrayList<>(List.of(
                "service",
                "create",
                "--detach",
                "--quiet",
                "--no-resolve-image",
                "--name",
                name,
                "--constraint",
                "node.hostname==node" + node,
                "--replicas",
                String.valueOf(replicas),
                "--network",
                network,
                "--env",
                "SLUICE_JVM_OPTS=-Xmx256m",
                "--read-only",
                "--cap-drop",
                "ALL"));
    }

    HttpConnection.Answer admin(String path) throws IOException {
        return HttpConnection.once(address(), ADMIN_PORT, address(), path);
    }

    /// Kills every control plane with SIGKILL; the swarm starts others.
    void killControl() {
        var containers = await("control planes")
                .atMost(Duration.ofSeconds(90))
                .until(this::control, running -> running.size() == 2);
        var command = new ArrayList<>(List.of("kill", "--signal", "KILL"));
        command.addAll(containers);
        lab.docker(1, command);
    }

    private List<String> control() {
        return lab.docker(1, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + CONTROL))
                .lines()
                .toList();
    }

    @Override
    public String address() {
        return lab.address(NODE);
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public String logs() {
        var logs = new StringBuilder();
        for (var service : List.of(CONTROL, PROXY)) {
            logs.append(lab.docker(1, List.of("service", "ps", "--no-trunc", service)))
                    .append('\n');
            logs.append(lab.docker(1, List.of("service", "logs", "--raw", "--tail", "60", service)))
                    .append('\n');
        }
        return logs.toString();
    }

    @Override
    public void close() {
        lab.docker(1, List.of("service", "rm", PROXY, CONTROL));
        await("end of " + PROXY)
                .atMost(Duration.ofSeconds(30))
                .until(() -> lab.docker(
                                NODE, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + PROXY))
                        .isEmpty());
        lab.docker(1, List.of("secret", "rm", AUTHORITY, TOKEN));
    }
}
