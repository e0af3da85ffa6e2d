package io.sluice.perf.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.task.EchoTask;
import io.sluice.perf.task.TaskServer;
import io.sluice.perf.wire.Wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The product with a Compose file, and its tasks. [#deploy] returns when the file is what every loop serves: each file
/// has a service of its own that says so.
final class AcceptanceStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<TaskServer> tasks = new ArrayList<>();
    private final TaskServer marker;
    private final String serviceCluster;
    private final SluiceProcess product;
    private int deployments;

    private AcceptanceStack(Path folder, List<String> flags) throws IOException {
        this.folder = folder;
        marker = task("marker", "1");
        int cluster = flags.indexOf("--service-cluster");
        serviceCluster = cluster < 0 ? "" : flags.get(cluster + 1);
        write(List.of());
        Path log = Path.of("target", "failsafe-reports", "acceptance-" + folder.getFileName() + ".log");
        product = SluiceProcess.start(compose(), log, flags);
    }

    /// @param flags of `sluice run`
    static AcceptanceStack start(String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("--loops", "1", "--drain", "100ms"));
        all.addAll(List.of(flags));
        return new AcceptanceStack(Files.createTempDirectory("sluice-acceptance-"), all);
    }

    /// A task that ends with the stack.
    TaskServer task(String instance, String version) throws IOException {
        TaskServer server = TaskServer.start(new EchoTask(instance, version));
        tasks.add(server);
        return server;
    }

    /// Named `SERVICE.1` and so on.
    TaskServer[] tasks(String service, int count) throws IOException {
        TaskServer[] servers = new TaskServer[count];
        for (int i = 0; i < count; i++) {
            servers[i] = task(service + "." + (i + 1), service);
        }
        return servers;
    }

    Path folder() {
        return folder;
    }

    SluiceProcess product() {
        return product;
    }

    void deploy(App... apps) throws IOException {
        write(List.of(apps));
        String host = "marker-" + deployments + ".test";
        // One loop may have the snapshot before another; the API tells of what all have acknowledged.
        await("file " + deployments)
                .atMost(PATIENCE)
                .until(() -> get(host, "/").status() == 200
                        && api("routes").toString().contains(host));
    }

    private void write(List<App> apps) throws IOException {
        deployments++;
        Set<String> networks = new TreeSet<>(Set.of("front"));
        StringBuilder text = new StringBuilder("services:\n");
        App live = App.of("marker", "marker-" + deployments + ".test", marker);
        text.append((serviceCluster.isEmpty() ? live : live.label("service_cluster", serviceCluster)).yaml());
        for (App app : apps) {
            text.append(app.yaml());
            networks.addAll(app.networks());
        }
        text.append("networks:\n");
        networks.forEach(network -> text.append("  ").append(network).append(": {}\n"));
        Path next = folder.resolve("next.yml");
        Files.writeString(next, text);
        Files.move(next, compose(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path compose() {
        return folder.resolve("stack.yml");
    }

    Answer get(String host, String target, String... fields) {
        return send("GET", host, target, "", fields);
    }

    /// On a connection of its own.
    Answer send(String method, String host, String target, String body, String... fields) {
        try (Wire wire = connect()) {
            return send(wire, method, host, target, body, fields);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + host + target, e);
        }
    }

    static Answer send(Wire wire, String method, String host, String target, String body, String... fields)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        lines.append("Host: ").append(host).append("\r\n");
        for (String field : fields) {
            lines.append(field).append("\r\n");
        }
        if (!body.isEmpty()) {
            lines.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        wire.sendRaw(lines + "\r\n" + body);
        Wire.Head head = wire.readHead().orElseThrow(() -> new IOException("closed without an answer"));
        boolean empty = method.equals("HEAD") || head.status() == 204 || head.status() == 304 || head.status() < 200;
        return new Answer(head, empty ? new byte[0] : wire.readBody(head));
    }

    Wire connect() throws IOException {
        return Wire.connect(product.port());
    }

    /// From another address of loopback, which the proxy takes for another client.
    Wire connectFrom(String address) throws IOException {
        return Wire.connect(InetAddress.ofLiteral(address), product.port());
    }

    /// Who answered, and how often.
    Map<String, Integer> instances(String host, int requests, String... fields) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < requests; i++) {
            Answer answer = get(host, "/ping", fields);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            counts.merge(answer.instance(), 1, Integer::sum);
        }
        return counts;
    }

    /// The upstream addresses that a number of equal requests reached.
    Set<String> addresses(String host, int requests, String... fields) {
        Set<String> addresses = new LinkedHashSet<>();
        for (int i = 0; i < requests; i++) {
            addresses.add(get(host, "/ping", fields).field("x-upstream-addr"));
        }
        return addresses;
    }

    /// A document of the admin API.
    JsonNode api(String path) {
        try (Wire wire = Wire.connect(product.adminPort())) {
            Answer answer = send(wire, "GET", "localhost", "/api/v1/" + path, "");
            assertThat(answer.status()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("the admin listener does not answer " + path, e);
        }
    }

    /// The codes of what was found wrong with a service.
    List<String> errorCodes(String service) {
        List<String> codes = new ArrayList<>();
        api("errors").findParents("code").forEach(error -> {
            if (error.path("service").asText().equals(service)) {
                codes.add(error.path("code").asText());
            }
        });
        return codes;
    }

    @Override
    public void close() {
        product.close();
        tasks.forEach(TaskServer::close);
        assertThat(product.said()).doesNotContain("LEAK:").doesNotContain("Exception");
    }
}
