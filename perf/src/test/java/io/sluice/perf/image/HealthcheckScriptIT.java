package io.sluice.perf.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What the image runs to see whether it is ready, against an admin listener that the test plays.
class HealthcheckScriptIT {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final AtomicInteger status = new AtomicInteger(200);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer admin;

    @BeforeEach
    void start() throws IOException {
        admin = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        admin.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host"));
            byte[] body = "because\nof much\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        admin.start();
    }

    @AfterEach
    void stop() {
        admin.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:%d", "0.0.0.0:%d", "localhost:%d", "[::]:%d", ":%d", "%d"})
    void asksTheAdminListenerHoweverItsAddressIsWritten(String form) throws Exception {
        int port = admin.getAddress().getPort();

        Ended script = run(form.formatted(port));

        assertThat(script).isEqualTo(new Ended(0, "because\n"));
        assertThat(asked).containsExactly("/readyz 127.0.0.1:" + port);
    }

    @Test
    void failsWhenTheProxyIsNotReady() throws Exception {
        status.set(503);

        assertThat(run("127.0.0.1:" + admin.getAddress().getPort())).isEqualTo(new Ended(1, "because\n"));
    }

    @Test
    void failsWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
            port = closed.getLocalPort();
        }

        Ended script = run("127.0.0.1:" + port);

        assertThat(script.exit()).isEqualTo(1);
        assertThat(script.output()).contains("127.0.0.1:" + port, "SLUICE_ADMIN");
    }

    @Test
    void failsWhenTheListenerSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            Thread.ofVirtual().start(() -> closeOne(silent));

            Ended script = run("127.0.0.1:" + silent.getLocalPort());

            assertThat(script.exit()).isEqualTo(1);
            assertThat(script.output()).contains("no answer");
        }
    }

    private static void closeOne(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new IllegalStateException("the script did not connect", e);
        }
    }

    private record Ended(int exit, String output) {}

    private static Ended run(String address) throws IOException, InterruptedException {
        Path script = Path.of("lab", "image", "healthcheck").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.environment().put("SLUICE_ADMIN", address);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
