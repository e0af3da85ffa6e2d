package io.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.sluice.controlplane.admin.AdminServer;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.docker.DockerHost;
import io.sluice.controlplane.docker.FakeEngine;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Changes of an engine's swarm, and when requests follow them.
class DiscoveryLagIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private FakeEngine engine;
    private ControlPlane plane;

    @BeforeEach
    void start() throws InterruptedException {
        engine = FakeEngine.onLoopback();
        engine.list("/networks", "[{\"Id\":\"net\",\"Name\":\"front\"}]");
        services("a.test", Instant.ofEpochSecond(1_000_000));
        tasks(1, Instant.ofEpochSecond(1_000_000));
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
        DockerHost host = engine.host();
        plane = ControlPlane.start(
                settings, new BuildInfo("0.1", "test"), new DockerProvider(host, "", Duration.ofSeconds(30)));
        plane.awaitReady();
        await().until(() -> engine.eventStreams() == 1);
    }

    @AfterEach
    void stop() {
        plane.drain(Duration.ofMillis(100));
        engine.close();
    }

    @Test
    void theFirstStateIsNotLate() throws IOException {
        assertThat(admin("/metrics")).doesNotContain("sluice_discovery_lag_seconds");
        assertThat(admin("/latency")).contains("\"discovery\" : [ ]", "\"discovery_ahead\" : 0");
    }

    @Test
    void aTaskThatBeginsToRunIsMeasuredFromItsStatus() {
        tasks(2, Instant.now());

        await().untilAsserted(() -> assertThat(admin("/metrics"))
                .contains("sluice_discovery_lag_seconds_count{of=\"task\",stage=\"published\"} 1")
                .contains("sluice_discovery_ahead_total 0.0"));
    }

    @Test
    void aChangedLabelIsMeasuredFromTheUpdate() {
        services("b.test", Instant.now());
        engine.event("service", "update", "web");

        await().untilAsserted(() ->
                assertThat(admin("/latency")).contains("\"of\" : \"service\"", "\"stage\" : \"published\"", "\"p99\""));
    }

    /// The node's clock is ahead of ours.
    @Test
    void aTaskOfTheFutureIsCounted() {
        tasks(2, Instant.now().plusSeconds(3_600));

        await().untilAsserted(() -> assertThat(admin("/metrics"))
                .contains("sluice_discovery_lag_seconds_bucket{of=\"task\",stage=\"published\",le=\"1.0E-4\"} 1")
                .contains("sluice_discovery_ahead_total 1.0"));
    }

    private void services(String host, Instant updatedAt) {
        engine.list("/services", """
                [{"ID":"web","CreatedAt":"2026-01-01T00:00:00Z","UpdatedAt":"%s",
                  "Spec":{"Name":"web","Labels":{"com.docker.lb.hosts":"%s","com.docker.lb.port":"8080"},
                          "EndpointSpec":{"Mode":"dnsrr"},"TaskTemplate":{"Networks":[{"Target":"net"}]}}}]
                """.formatted(updatedAt, host));
    }

    /// All but the first began at `since`.
    private void tasks(int count, Instant since) {
        engine.list(
                "/tasks",
                IntStream.range(0, count)
                        .mapToObj(i -> """
                                {"ID":"t%1$d","ServiceID":"web","Slot":%1$d,"NodeID":"n","DesiredState":"running",
                                 "Status":{"State":"running","Timestamp":"%2$s"},
                                 "NetworksAttachments":[{"Network":{"ID":"net"},"Addresses":["10.9.0.%3$d/24"]}]}
                                """.formatted(i + 1, i == 0 ? Instant.ofEpochSecond(1) : since, i + 10))
                        .collect(joining(",", "[", "]")));
    }

    private String admin(String path) throws IOException {
        AdminServer admin = plane.admin();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), admin.address().getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
