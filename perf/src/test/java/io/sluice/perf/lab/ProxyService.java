package io.sluice.perf.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.awaitility.Awaitility.await;

/// Sluice itself as a service of the swarm: one task on a given node, attached to given networks, its ports published
/// in host mode, its rights as few as it needs.
final class ProxyService implements Edge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT = 8080;
    private static final int ADMIN_PORT = 9901;

    private final Lab lab;
    private final String name;
    private final int node;
    private final String address;

    private ProxyService(Lab lab, String name, int node) {
        this.lab = lab;
        this.name = name;
        this.node = node;
        this.address = lab.address(node);
    }

    /// Returns when Sluice says that it is ready.
    ///
    /// @param engineNode the manager whose engine it asks; its socket's folder is mounted, not the socket, since a
    ///   restarted engine makes a new one
    static ProxyService deploy(Lab lab, String name, int node, int engineNode, List<String> networks) {
        lab.loadSluice();
        var proxy = new ProxyService(lab, name, node);
        lab.docker(1, proxy.createCommand(engineNode, networks));
        try {
            await("readiness of " + name)
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsMatching(e -> e instanceof IOException)
                    .until(() -> proxy.admin("/readyz").status() == 200);
            return proxy;
        } catch (RuntimeException e) {
            var logs = proxy.logs();
            proxy.close();
            throw new IllegalStateException(name + " did not become ready; its log: " + logs, e);
        }
    }

    private List<String> createCommand(int engineNode, List<String> networks) {
        var socket = lab.socket(engineNode);
        var command = new ArrayList<>(List.of("service", "create", "--detach", "--quiet", "--no-resolve-image"));
        command.addAll(List.of("--name", name, "--constraint", "node.hostname==node" + node));
        networks.forEach(network -> command.addAll(List.of("--network", network)));
        command.addAll(List.of("--mount", "type=bind,src=" + socket.getParent() + ",dst=/engine"));
        command.addAll(List.of("--group", group(socket), "--read-only", "--cap-drop", "ALL"));
        command.addAll(List.of("--publish", "mode=host,target=80,published=" + PORT));
        command.addAll(List.of("--publish", "mode=host,target=9901,published=" + ADMIN_PORT));
        command.addAll(List.of("--env", "SLUICE_JVM_OPTS=-Xmx256m", "--stop-grace-period", "10s"));
        command.addAll(List.of(Lab.SLUICE_IMAGE, "run", "--docker=unix:///engine/" + socket.getFileName()));
        command.addAll(List.of("--admin", "0.0.0.0:9901"));
        return command;
    }

    static String group(Path socket) {
        try {
            return Files.getAttribute(socket, "unix:gid").toString();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the group of " + socket, e);
        }
    }

    String name() {
        return name;
    }

    /// On a connection of its own.
    HttpConnection.Answer get(String host, String path) throws IOException {
        return HttpConnection.once(address, PORT, host, path);
    }

    SteadyLoad load(String host) {
        return SteadyLoad.start(address, PORT, host);
    }

    HttpConnection.Answer admin(String path) throws IOException {
        return HttpConnection.once(address, ADMIN_PORT, address, path);
    }

    JsonNode api(String path) throws IOException {
        var answer = admin("/api/v1/" + path);
        if (answer.status() != 200) {
            throw new IOException("/api/v1/" + path + " answered " + answer.status() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /// What `/api/v1/errors` says of a service.
    List<JsonNode> errorsOf(String service) throws IOException {
        var errors = new ArrayList<JsonNode>();
        for (var error : api("errors").path("errors")) {
            if (error.path("service").asText().equals(service)) {
                errors.add(error);
            }
        }
        return errors;
    }

    /// Everything that explains why a host is not served as expected.
    String describe(String host) {
        var text = new StringBuilder("what the proxy knows:\n");
        text.append("GET ")
                .append(host)
                .append("/: ")
                .append(attempt(() -> get(host, "/").toString()))
                .append('\n');
        for (var path : List.of("status", "errors", "endpoints")) {
            text.append(path)
                    .append(": ")
                    .append(attempt(() -> api(path).toString()))
                    .append('\n');
        }
        return text.append(logs()).toString();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public int port() {
        return PORT;
    }

    private static String attempt(Callable<String> question) {
        try {
            return question.call();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Override
    public String logs() {
        return lab.docker(1, List.of("service", "ps", "--no-trunc", name)) + "\n"
                + lab.docker(1, List.of("service", "logs", "--raw", "--tail", "80", name));
    }

    @Override
    public void close() {
        lab.docker(1, List.of("service", "rm", name));
        await("end of " + name).atMost(Duration.ofSeconds(30)).until(() -> {
            return lab.docker(node, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + name))
                    .isEmpty();
        });
    }
}
