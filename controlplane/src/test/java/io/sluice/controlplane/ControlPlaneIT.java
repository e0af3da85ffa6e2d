package io.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.TestCertificates;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.demo.SampleCompose;
import io.sluice.controlplane.demo.SampleStack;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The whole product but Docker: a Compose file on disk, listeners, loops and the sample stack behind them.
class ControlPlaneIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private SampleStack stack;
    private SampleCompose compose;
    private ControlPlane plane;
    private boolean drained;

    @BeforeEach
    void start() throws InterruptedException {
        stack = SampleStack.start("0.1");
        compose = SampleCompose.write(stack);
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
        plane = ControlPlane.start(
                settings, new BuildInfo("0.1", "test"), new ComposeProvider(compose.file(), Map.of()));
        plane.awaitReady();
    }

    @AfterEach
    void stop() {
        if (!drained) {
            plane.drain(Duration.ofMillis(100));
        }
        compose.close();
        stack.close();
    }

    @Test
    void followsTheFilesOfItsCertificates() throws IOException {
        assertThat(admin("/api/v1/certs")).contains("\"secret\" : \"demo-cert\"", "\"state\" : \"good\"");
        String before = identity();

        TestCertificates.replace(
                compose.file().resolveSibling("demo-cert.pem"),
                TestCertificates.combined("demo.localhost", "counter.localhost"));

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(identity()).isNotEqualTo(before));
        assertThat(admin("/api/v1/config"))
                .contains("\"identity\" : \"" + identity())
                .doesNotContain("PRIVATE");
    }

    private String identity() throws IOException {
        Matcher identity = Pattern.compile("demo-cert@[0-9a-f]+").matcher(admin("/api/v1/certs"));
        assertThat(identity.find()).isTrue();
        return identity.group();
    }

    @Test
    void routesRequestsAndCountsThem() throws IOException {
        assertThat(proxied("demo.localhost", "/ping"))
                .startsWith("HTTP/1.1 200")
                .contains("\"instance\":\"demo.");
        assertThat(proxied("counter.localhost", "/")).startsWith("HTTP/1.1 200").contains("\"total\":1");
        assertThat(proxied("other.localhost", "/")).startsWith("HTTP/1.1 503");

        assertThat(admin("/readyz")).startsWith("HTTP/1.1 200");
        assertThat(admin("/api/v1/routes")).contains("\"host\" : \"demo.localhost\"");
        await().untilAsserted(() -> assertThat(admin("/metrics"))
                .contains("sluice_requests_total 3.0")
                .contains("sluice_route_requests_total{code=\"2xx\",route=\"demo@demo.localhost/\"} 1.0"));
        assertThat(admin("/latency?route=demo@demo.localhost/")).contains("\"count\" : 1");
        assertThat(admin("/api/v1/explain?url=http://demo.localhost/x")).contains("\"cluster\" : \"demo\"");
    }

    @Test
    void aChangedFileIsLive() throws IOException {
        String text = Files.readString(compose.file());

        Files.writeString(compose.file(), text.replace("DEMO_DOMAIN:-demo.localhost", "DEMO_DOMAIN:-new.localhost"));

        await().untilAsserted(
                        () -> assertThat(proxied("new.localhost", "/ping")).startsWith("HTTP/1.1 200"));
        assertThat(proxied("demo.localhost", "/ping")).startsWith("HTTP/1.1 503");
    }

    @Test
    void aWrongFileKeepsTheLastGoodSnapshot() throws IOException {
        Files.writeString(compose.file(), "services: [");

        await().untilAsserted(() -> assertThat(admin("/api/v1/errors"))
                .contains("\"severity\" : \"error\"")
                .contains("\"fresh\" : false"));
        assertThat(proxied("demo.localhost", "/ping")).startsWith("HTTP/1.1 200");
    }

    /// Acceptance scenario 56: whatever becomes of the config file, requests are answered.
    @Test
    void otherOptionsAreLive() throws IOException {
        plane.reroute(new RoutingOptions("east", Tenancy.NONE, Set.of()));
        await().untilAsserted(
                        () -> assertThat(proxied("demo.localhost", "/ping")).startsWith("HTTP/1.1 503"));

        plane.reroute(RoutingOptions.DEFAULT);
        await().untilAsserted(
                        () -> assertThat(proxied("demo.localhost", "/ping")).startsWith("HTTP/1.1 200"));

        plane.onFileErrors(
                List.of(new ConfigError(ConfigError.Severity.ERROR, "invalid-toml", "", "", "c.toml:1:1", "bad", "")));
        await().untilAsserted(() -> assertThat(admin("/api/v1/errors")).contains("c.toml:1:1"));
        assertThat(proxied("demo.localhost", "/ping")).startsWith("HTTP/1.1 200");
    }

    @Test
    void drainingFailsReadinessAndCloses() {
        drained = true;

        assertThat(plane.drain(Duration.ofSeconds(1))).isTrue();

        assertThat(plane.readiness().ready()).isFalse();
        assertThat(plane.readiness().reason()).contains("draining");
    }

    private String proxied(String host, String path) throws IOException {
        return get(plane.dataPlane().addresses().getFirst().getPort(), host, path);
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
