package io.sluice.controlplane.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdminServerIT {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private AdminServer server;

    @BeforeEach
    void start() {
        server = AdminServer.start(
                new InetSocketAddress(LOOPBACK, 0), FakeSources.of("web", new Readiness(true, "ready")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithProtectiveHeaders() throws IOException {
        String answer = send("GET / HTTP/1.1", "Host: localhost");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("cache-control: no-store")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .containsIgnoringCase("content-security-policy: default-src 'none'")
                .contains("<title>Sluice</title>");
    }

    @Test
    void servesMetrics() throws IOException {
        assertThat(send("GET /metrics HTTP/1.1", "Host: 127.0.0.1"))
                .containsIgnoringCase("content-type: text/plain; version=0.0.4")
                .contains("process_cpu_seconds_total");
    }

    @Test
    void refusesNamesThatMayBeRebound() throws IOException {
        assertThat(send("GET /api/v1/config HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421");
    }

    @Test
    void refusesARequestWithoutHost() throws IOException {
        assertThat(send("GET /api/v1/config HTTP/1.1", "Accept: */*")).matches("(?s)HTTP/1.1 4.*");
    }

    @Test
    void refusesToWrite() throws IOException {
        assertThat(send("DELETE /api/v1/routes HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET, HEAD");
    }

    @Test
    void refusesALongHead() throws IOException {
        assertThat(send("GET / HTTP/1.1", "Host: localhost", "X: " + "x".repeat(40_000)))
                .matches("(?s)HTTP/1.1 4.*");
    }

    @Test
    void decodesQueries() throws IOException {
        assertThat(send("GET /api/v1/explain?url=http%3A%2F%2Fb.test%2Fx%3Fy HTTP/1.1", "Host: localhost"))
                .contains("\"host\" : \"b.test\"")
                .contains("\"path\" : \"/x?y\"");
    }

    @Test
    void saysWhichAddressIsTaken() {
        InetSocketAddress taken = server.address();

        assertThatThrownBy(() -> AdminServer.start(taken, FakeSources.of("web", new Readiness(true, "ready"))))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining(String.valueOf(taken.getPort()));
    }

    private String send(String requestLine, String... fields) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, server.address().getPort())) {
            socket.setSoTimeout(10_000);
            String head = requestLine + "\r\n" + String.join("\r\n", fields) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
