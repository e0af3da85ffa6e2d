package io.sluice.dataplane;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What one client may cost.
@OnEachTransport
class DownstreamLimitsIT {

    private static final String HOST = "Host: app.test\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST + "\r\n";

    private final TransportChoice transport;
    private RunningProxy proxy;

    DownstreamLimitsIT(TransportChoice transport) {
        this.transport = transport;
    }

    private RunningProxy start(Limits limits) {
        proxy = RunningProxy.start(transport, limits, DownstreamTimeouts.DEFAULT);
        return proxy;
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// R-LIM-5: one address has so many connections, and may have others when those are closed.
    @Test
    void limitsConnectionsOfOneAddress() throws IOException {
        start(Limits.DEFAULT.withConnections(100, new ClientLimits(2, Limits.UNLIMITED)));
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire first = proxy.serving(endpoint).connect();
                Wire second = proxy.connect()) {
            assertThat(first.send(GET).read().status()).isEqualTo(200);
            assertThat(second.send(GET).read().status()).isEqualTo(200);
            try (Wire third = proxy.connect()) {
                assertThat(third.readToEnd().text()).isEmpty();
            }
            assertThat(proxy.count(Counter.CLIENT_LIMIT)).isEqualTo(1);
            first.close();
            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 2);
            try (Wire fourth = proxy.connect()) {
                assertThat(fourth.send(GET).read().status()).isEqualTo(200);
            }
        }
    }

    /// R-LIM-5: one address opens so many connections in a second.
    @Test
    void limitsNewConnectionsOfOneAddress() throws IOException {
        start(Limits.DEFAULT.withConnections(100, new ClientLimits(Limits.UNLIMITED, 1)));
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire first = proxy.serving(endpoint).connect()) {
            assertThat(first.send(GET).read().status()).isEqualTo(200);

            for (int i = 0; i < 100 && proxy.count(Counter.CLIENT_RATE_LIMIT) == 0; i++) {
                proxy.connect().close();
            }

            assertThat(proxy.count(Counter.CLIENT_RATE_LIMIT)).isPositive();
            assertThat(proxy.count(Counter.CLIENT_LIMIT)).isZero();
            assertThat(first.send(GET).read().status()).isEqualTo(200);
        }
    }

    /// The last one that it may send is answered, and says so.
    @Test
    void limitsRequestsOfOneConnection() throws IOException {
        start(TestLimits.requestsPerConnection(3));
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(GET.repeat(5));

            assertThat(client.read().field("connection")).isEmpty();
            assertThat(client.read().field("connection")).isEmpty();
            assertThat(client.read().field("connection")).contains("close");
            assertThat(client.readRest()).isEmpty();
            assertThat(endpoint.requests()).hasSize(3);
            assertThat(proxy.count(Counter.REQUEST_LIMIT)).isEqualTo(1);
        }
    }

    /// R-LIM-1: each limit of a head has its status, its page and its count.
    @Test
    void limitsHeads() throws IOException {
        start(Limits.DEFAULT).serving();

        assertRefused("GET /" + "a".repeat(8300) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, "request_line_too_long");
        assertRefused(
                "GET / HTTP/1.1\r\n" + HOST + "a: " + "b".repeat(17_000) + "\r\n\r\n", 431, "field_line_too_long");
        assertRefused(
                "GET / HTTP/1.1\r\n" + HOST + ("a: " + "b".repeat(9_000) + "\r\n").repeat(4), 431, "head_too_large");
        assertRefused("GET / HTTP/1.1\r\n" + HOST + "a: b\r\n".repeat(101) + "\r\n", 431, "too_many_fields");
    }

    private void assertRefused(String request, int status, String failure) throws IOException {
        try (Wire client = proxy.connect()) {
            Wire.Message response = client.send(request).read();

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.field("connection")).contains("close");
            assertThat(response.field("proxy-status").orElseThrow()).contains(failure);
            assertThat(client.readRest()).isEmpty();
            assertThat(proxy.failures(failure)).isEqualTo(1);
        }
    }

    /// R-LIM-1: at least 8000 bytes of target are served (RFC 9110, 4.1).
    @Test
    void servesLongTargets() throws IOException {
        String target = "/" + "a".repeat(8 * 1024 - 1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start(Limits.DEFAULT).serving(endpoint).connect()) {
            assertThat(client.get(target).read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().startLine()).isEqualTo("GET " + target + " HTTP/1.1");
        }
    }

    /// R-H1-9: what a refused client is still sending does not destroy its answer.
    @Test
    void refusedClientGetsItsAnswer() throws IOException {
        try (Wire client = start(Limits.DEFAULT).serving().connect()) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n")
                    .send(new byte[60_000]);

            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readRest()).isEmpty();
        }
    }

    /// R-H1-9: nothing that follows is taken for a request, whatever it is.
    @Test
    void parsesNothingBehindRefusedRequest() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start(Limits.DEFAULT).serving(endpoint).connect()) {
            client.send("GET / HTTP/1.1\r\n\r\n" + GET.repeat(100));

            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readRest()).isEmpty();
            assertThat(proxy.count(Counter.REQUESTS)).isEqualTo(1);
            assertThat(endpoint.connections()).isZero();
        }
    }

    /// R-H1-10: a flood of pipelined requests waits with its sender while one is served.
    @Test
    void readsNoFurtherAheadThanAllowed() throws Exception {
        int flood = 8_000_000;
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    goOn.await();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    wire.readToEnd();
                });
                Wire client = start(Limits.DEFAULT).serving(endpoint).connect()) {
            client.send(GET);
            await().until(() -> proxy.inFlight() == 1);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(GET.repeat(flood / GET.length()));
                } catch (IOException e) {
                    // the test is over before all of it was taken
                }
            });

            await().until(() -> proxy.count(Counter.BYTES_RECEIVED) > Limits.DEFAULT.readAheadBytes());
            assertSteady();
            assertThat(proxy.count(Counter.BYTES_RECEIVED)).isLessThan(1_000_000);
            goOn.countDown();
            assertThat(client.read().status()).isEqualTo(200);
            client.reset();
            sender.join();
        }
    }

    private void assertSteady() {
        long[] before = {-1};
        await().during(java.time.Duration.ofMillis(200)).until(() -> {
            long now = proxy.count(Counter.BYTES_RECEIVED);
            boolean isSame = now == before[0];
            before[0] = now;
            return isSame;
        });
    }
}
