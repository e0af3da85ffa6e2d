package io.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ControlSettings;
import io.sluice.controlplane.cli.TlsSettings;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.identity.Authority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// F20 across a restart of the control plane: while there is none, the owner of a host is removed and another asks
/// for it.
class OwnersRestartIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        Authority authority = Authority.create(InstantSource.system());
        Files.writeString(directory.resolve("ca"), authority.toPem());
        Files.writeString(directory.resolve("token"), authority.newToken().text() + "\n");
        Files.createDirectory(directory.resolve("state"));
        describe("owner");
    }

    private void describe(String service) throws IOException {
        Files.writeString(directory.resolve("stack.yml"), """
                services:
                  %s:
                    deploy:
                      labels:
                        com.docker.lb.hosts: bank.test
                        com.docker.lb.port: 8080
                    x-sluice:
                      tasks: ["127.0.0.1:9001"]
                """.formatted(service));
    }

    private ControlProcess control() {
        ControlSettings settings = new ControlSettings(
                ANY_PORT,
                ANY_PORT,
                directory.resolve("ca"),
                directory.resolve("token"),
                new RoutingOptions("", Tenancy.STACK, Set.of()),
                TlsSettings.DEFAULT,
                directory.resolve("state"));
        return ControlProcess.start(
                settings,
                "control",
                new BuildInfo("0.1", "test"),
                new ComposeProvider(directory.resolve("stack.yml"), Map.of()));
    }

    private static String asked(ControlProcess control, String target) throws IOException {
        InetSocketAddress admin = control.admin().address();
        try (Socket socket = new Socket(admin.getAddress(), admin.getPort())) {
            socket.setSoTimeout(5_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void awaitServices(ControlProcess control, String... expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(asked(control, "/api/v1/services")).contains(expected));
    }

    private void runOnce(String... expected) {
        ControlProcess control = control();
        try {
            awaitServices(control, expected);
        } finally {
            control.close();
        }
    }

    @Test
    void aSquatterGetsNothingFromARestart() throws IOException {
        runOnce("\"owner\"", "\"routed\"");
        describe("squatter");

        ControlProcess after = control();
        try {
            awaitServices(after, "\"squatter\"", "\"conflict\"");
            assertThat(asked(after, "/api/v1/errors")).contains("kept for service owner");
        } finally {
            after.close();
        }
        runOnce("\"squatter\"", "\"conflict\"");
    }

    /// What the file is for.
    @Test
    void withoutTheFileTheSquatterHasTheHost() throws IOException {
        runOnce("\"owner\"", "\"routed\"");
        Files.delete(directory.resolve("state/owners.sluice"));
        describe("squatter");

        runOnce("\"squatter\"", "\"routed\"");
    }
}
