package io.sluice.controlplane.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.labels.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HttpProbeIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final HttpProbe probe = new HttpProbe();
    private ScriptedEndpoint endpoint = ScriptedEndpoint.answering(OK);

    @AfterEach
    void close() throws IOException {
        endpoint.close();
    }

    @Test
    void passesAHealthyEndpoint() {
        CheckResult result = check(LONG);

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.detail()).isEmpty();
        assertThat(result.took()).isPositive();
    }

    @Test
    void asksForThePathOfItsAddressOnAConnectionOfItsOwn() {
        check(LONG);

        assertThat(endpoint.requests())
                .containsExactly("GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                        + endpoint.address().getPort()
                        + "\r\nUser-Agent: sluice-health\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    /// A PROXY header, version 2, that names no client.
    @Test
    void speaksTheProxyProtocolWhereItIsExpected() {
        CheckResult result =
                probe.probe(new CheckTarget("web", "web.1", endpoint.address(), check(LONG, 200, 399), true));

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(endpoint.requests().getFirst())
                .startsWith("\r\n\r\n\u0000\r\nQUIT\n\u0020\u0000\u0000\u0000GET /health");
    }

    @Test
    void failsAnotherStatus() {
        script("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");

        CheckResult result = check(LONG);

        assertThat(result.outcome()).isEqualTo(Outcome.STATUS);
        assertThat(result.detail()).isEqualTo("status 500, not 200-399");
    }

    @Test
    void followsNoRedirect() {
        script("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                + endpoint.address().getPort() + "/\r\n\r\n");

        assertThat(check(LONG).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(probe.probe(target(check(LONG, 200, 299))).outcome()).isEqualTo(Outcome.STATUS);

        assertThat(endpoint.requests()).hasSize(2);
    }

    @Test
    void waitsForTheFinalResponse() {
        script("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK);

        assertThat(check(LONG).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void failsAnEndpointThatDoesNotAnswerInTime() {
        script(socket -> new CountDownLatch(1).await());

        CheckResult result = check(SHORT);

        assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(result.detail()).isEqualTo("no response within 300 ms");
    }

    /// The time-out is of the whole check: bytes that come one by one do not extend it.
    @Test
    void failsAnEndpointThatTricklesItsHead() {
        script(socket -> {
            ScriptedEndpoint.send(socket, "HTTP/1.1 200 OK\r\n");
            while (true) {
                ScriptedEndpoint.send(socket, "A");
                Thread.sleep(20);
            }
        });

        CheckResult result = check(SHORT);

        assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(result.detail()).isEqualTo("no complete response within 300 ms");
    }

    @Test
    void failsAnEndpointThatRefuses() throws IOException {
        InetSocketAddress address;
        try (ServerSocket closed = new ServerSocket(0, 1, endpoint.address().getAddress())) {
            address = new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
        }

        CheckResult result = probe.probe(new CheckTarget("web", "web.1", address, check(LONG, 200, 399), false));

        assertThat(result.outcome()).isEqualTo(Outcome.CONNECT);
        assertThat(result.detail()).contains("refused");
    }

    @Test
    void failsAnEndpointThatCloses() {
        script("");
        assertThat(check(LONG).detail()).contains("closed without a response");

        script("HTTP/1.1 200 OK\r\nA: b\r\n");
        assertThat(check(LONG).detail()).contains("closed within the response head");
        assertThat(check(LONG).outcome()).isEqualTo(Outcome.CLOSED);
    }

    @Test
    void failsAnEndpointThatResets() {
        script(socket -> socket.setSoLinger(true, 0));

        assertThat(check(LONG).outcome()).isEqualTo(Outcome.CLOSED);
    }

    @Test
    void failsGarbage() {
        script("SSH-2.0-OpenSSH_9.6\r\n");

        CheckResult result = check(LONG);

        assertThat(result.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(result.detail()).isEqualTo("no HTTP/1.x response but 'SSH-2.0-OpenSSH_9.6'");
    }

    @Test
    void failsAnEndlessHead() {
        script(socket -> {
            ScriptedEndpoint.send(socket, "HTTP/1.1 200 OK\r\n");
            while (true) {
                ScriptedEndpoint.send(socket, "A: b\r\n".repeat(100));
            }
        });

        CheckResult result = check(LONG);

        assertThat(result.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(result.detail()).contains("64 KiB");
    }

    @Test
    void takesOnlyALittleOfAnEndlessBody() throws InterruptedException {
        CountDownLatch brokenOff = new CountDownLatch(1);
        script(socket -> {
            try {
                ScriptedEndpoint.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
                while (true) {
                    ScriptedEndpoint.send(socket, "x".repeat(10_000));
                }
            } finally {
                brokenOff.countDown();
            }
        });

        assertThat(check(LONG).outcome()).isEqualTo(Outcome.PASSED);

        brokenOff.await();
    }

    /// A label that could break out of the request line never reaches a socket.
    @Test
    void sendsNoPathThatIsNone() {
        for (String path : new String[] {"/a b", "/a\r\nX: y", "health", "/\u00e9"}) {
            CheckResult result = probe.probe(target(new HealthCheck(path, LONG, LONG, 200, 399)));
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
        }

        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void anInterruptEndsIt() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        script(socket -> {
            asked.countDown();
            new CountDownLatch(1).await();
        });
        AtomicReference<CheckResult> result = new AtomicReference<>();
        AtomicInteger interrupted = new AtomicInteger();
        Thread thread = Thread.ofVirtual().start(() -> {
            result.set(check(LONG));
            interrupted.set(Thread.interrupted() ? 1 : 0);
        });
        asked.await();

        thread.interrupt();
        thread.join();

        assertThat(result.get().took()).isLessThan(LONG);
        assertThat(interrupted).hasValue(1);
    }

    private void script(String response) {
        script(socket -> ScriptedEndpoint.send(socket, response));
    }

    private void script(ScriptedEndpoint.Script script) {
        try {
            endpoint.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        endpoint = ScriptedEndpoint.playing(script);
    }

    private CheckResult check(Duration timeout) {
        return probe.probe(target(check(timeout, 200, 399)));
    }

    private CheckTarget target(HealthCheck check) {
        return new CheckTarget("web", "web.1", endpoint.address(), check, false);
    }

    private static HealthCheck check(Duration timeout, int minStatus, int maxStatus) {
        return new HealthCheck("/health?deep=1", LONG, timeout, minStatus, maxStatus);
    }
}
