package io.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Active checks from a label in a Compose file to which task a request reaches.
class HealthIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final int REQUESTS = 20;

    @TempDir
    private Path folder;

    private final TaskApp one = TaskApp.start("one");
    private final TaskApp two = TaskApp.start("two");
    private final TaskApp three = TaskApp.start("three");
    private ControlPlane plane;

    @BeforeEach
    void startPlane() throws IOException, InterruptedException {
        ProxySettings settings = new ProxySettings(
                List.of(new ListenAddress(ANY_PORT)),
                ANY_PORT,
                TransportChoice.NIO,
                1,
                List.of(),
                true,
                HeadOptions.DEFAULT,
                ClientLimits.NONE,
                Duration.ofSeconds(1));
        write(one, two);
        plane = ControlPlane.start(
                settings, new BuildInfo("0.1", "test"), new ComposeProvider(composeFile(), Map.of()));
        plane.awaitReady();
    }

    @AfterEach
    void stop() {
        plane.drain(Duration.ofMillis(100));
        one.close();
        two.close();
        three.close();
    }

    @Test
    void healthyTasksServe() {
        await().untilAsserted(() -> assertThat(served()).containsExactlyInAnyOrder("one", "two"));

        await().untilAsserted(() -> assertThat(admin("/api/v1/endpoints"))
                .contains("\"health\" : \"healthy\"")
                .doesNotContain("pending"));
    }

    @Test
    void aTaskThatFallsIsPublishedAsUnhealthyAndComesBack() throws IOException {
        await().untilAsserted(() -> assertThat(unhealthyCount()).isEqualTo(0));

        two.answerHealthWith(500);
        await().untilAsserted(() -> assertThat(unhealthyCount()).isEqualTo(1));
        assertThat(admin("/api/v1/explain?url=http://web.localhost/")).contains("\"health\" : \"unhealthy\"");
        assertThat(admin("/api/v1/endpoints")).contains("status 500, not 200-399");

        two.answerHealthWith(200);
        await().untilAsserted(() -> assertThat(unhealthyCount()).isEqualTo(0));
    }

    @Test
    void aNewTaskServesOnceACheckHasPassed() throws IOException {
        await().untilAsserted(() -> assertThat(unhealthyCount()).isEqualTo(0));
        three.answerHealthWith(503);

        write(one, two, three);
        await().until(() -> three.healthChecks() > 1);
        assertThat(served()).containsExactlyInAnyOrder("one", "two");
        assertThat(admin("/api/v1/endpoints")).contains("\"state\" : \"starting\"");

        three.answerHealthWith(200);
        await().untilAsserted(() -> assertThat(served()).containsExactlyInAnyOrder("one", "two", "three"));
    }

    @Test
    void whereNothingIsHealthyEverythingServes() throws IOException {
        await().untilAsserted(() -> assertThat(unhealthyCount()).isEqualTo(0));
        one.answerHealthWith(500);
        two.answerHealthWith(500);

        await().untilAsserted(() -> assertThat(unhealthyCount()).isEqualTo(2));

        assertThat(served()).containsExactlyInAnyOrder("one", "two");
    }

    private Path composeFile() {
        return folder.resolve("compose.yml");
    }

    private void write(TaskApp... tasks) throws IOException {
        String addresses =
                Stream.of(tasks).map(task -> "\"" + task.address() + "\"").collect(Collectors.joining(", "));
        Files.writeString(composeFile(), """
                services:
                  web:
                    deploy:
                      labels:
                        com.docker.lb.hosts: web.localhost
                        com.docker.lb.port: 8080
                        com.docker.lb.health_path: /health
                        com.docker.lb.health_interval: 1s
                    x-sluice:
                      tasks: [%s]
                """.formatted(addresses));
    }

    /// Names of the tasks that answered a row of requests.
    private Set<String> served() throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < REQUESTS; i++) {
            String response = get(plane.dataPlane().addresses().getFirst().getPort(), "web.localhost", "/");
            assertThat(response).startsWith("HTTP/1.1 200");
            names.add(response.substring(response.lastIndexOf('\n') + 1));
        }
        return names;
    }

    private int unhealthyCount() throws IOException {
        String name = "sluice_cluster_unhealthy_endpoints{cluster=\"web\"} ";
        String line = admin("/metrics")
                .lines()
                .filter(text -> text.startsWith(name))
                .findFirst()
                .orElseThrow();
        return (int) Double.parseDouble(line.substring(name.length()));
    }

    private String admin(String path) throws IOException {
        return get(plane.admin().address().getPort(), "localhost", path);
    }

    private static String get(int port, String host, String path) throws IOException {
        try (Socket socket = new Socket(ANY_PORT.getAddress(), port)) {
            socket.setSoTimeout(10_000);
            String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
