package io.sluice.dataplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Which endpoint and which connection a request takes, and what happens when those fail.
@OnEachTransport
class PoolIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final UpstreamTimeouts SHORT = new UpstreamTimeouts(
            Duration.ofMillis(300),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    private final TransportChoice transport;
    private RunningProxy proxy;

    PoolIT(TransportChoice transport) {
        this.transport = transport;
    }

    private RunningProxy start() {
        proxy = RunningProxy.start(transport);
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

    @Test
    void takesEndpointsInTurn() throws IOException {
        try (ScriptedEndpoint a = ScriptedEndpoint.ok();
                ScriptedEndpoint b = ScriptedEndpoint.ok();
                ScriptedEndpoint c = ScriptedEndpoint.ok();
                ScriptedEndpoint d = ScriptedEndpoint.ok();
                Wire client = start().serving(a, b, c, d).connect()) {
            for (int i = 0; i < 400; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }

            assertThat(List.of(a, b, c, d)).allSatisfy(endpoint -> {
                assertThat(endpoint.requests()).hasSize(100);
                assertThat(endpoint.connections()).isEqualTo(1);
            });
        }
    }

    /// R-POOL-3: nothing was sent, so that even a POST may go elsewhere.
    @Test
    void triesOtherEndpointWhenConnectIsRefused() throws IOException {
        try (ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start().serving(RunningProxy.UPSTREAM, nobody(), good.endpoint())
                        .connect()) {
            for (int i = 0; i < 4; i++) {
                client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.read().status()).isEqualTo(200);
            }

            assertThat(good.requests())
                    .hasSize(4)
                    .allSatisfy(request -> assertThat(request.text()).isEqualTo("abc"));
            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(2);
        }
    }

    private static Endpoint nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("nobody", (InetSocketAddress) free.getLocalSocketAddress());
        }
    }

    @Test
    void answers502WhenNoEndpointCanBeConnected() throws IOException {
        Endpoint one = nobody();
        try (Wire client = start().serving(RunningProxy.UPSTREAM, one).connect()) {
            Wire.Message response = client.get("/").read();

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.field("proxy-status").orElseThrow()).contains("connection_refused");
            assertThat(client.get("/").read().status()).isEqualTo(502);
        }
    }

    /// F4: that is no failure of one endpoint any more, but a service that is down.
    @Test
    void answers503WhenNoneOfSeveralEndpointsCanBeConnected() throws IOException {
        try (Wire client =
                start().serving(RunningProxy.UPSTREAM, nobody(), nobody()).connect()) {
            for (int i = 0; i < 10; i++) {
                Wire.Message response = client.get("/").read();

                assertThat(response.status()).isEqualTo(503);
                assertThat(response.field("proxy-status").orElseThrow()).contains("destination_unavailable");
                assertThat(response.field("retry-after")).isPresent();
            }
        }
    }

    @Test
    void triesOtherEndpointWhenConnectTakesTooLong() throws IOException {
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScriptedEndpoint good = ScriptedEndpoint.ok()) {
            InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
            for (int i = 0; i < 8; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(address);
                fillers.add(filler);
            }
            start().serving(SHORT, new Endpoint("full", address), good.endpoint());
            try (Wire client = proxy.connect()) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }
            assertThat(good.requests()).hasSize(2);
            assertThat(proxy.count(Counter.UPSTREAM_CONNECT_FAILURES)).isEqualTo(1);
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    /// R-POOL-3: a connection that the endpoint closes under a request on its way is no fault of the request's.
    @Test
    void sendsAgainWhenReusedConnectionDies() throws IOException {
        try (ScriptedEndpoint endpoint = dyingUnderSecondRequest();
                Wire client = start().serving(endpoint).connect()) {
            assertThat(client.get("/1").read().status()).isEqualTo(200);

            assertThat(client.get("/2").read().status()).isEqualTo(200);

            assertThat(endpoint.requests())
                    .extracting(Wire.Message::startLine)
                    .containsExactly("GET /1 HTTP/1.1", "GET /2 HTTP/1.1", "GET /2 HTTP/1.1");
            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }

    /// The first connection ends with its second request; later ones stay.
    private static ScriptedEndpoint dyingUnderSecondRequest() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        return ScriptedEndpoint.answeringEach(request -> requests.incrementAndGet() == 2 ? null : OK);
    }

    /// R-POOL-3: what may have been done is not done again.
    @Test
    void neverSendsPostTwice() throws IOException {
        try (ScriptedEndpoint endpoint = dyingUnderSecondRequest();
                Wire client = start().serving(endpoint).connect()) {
            assertThat(client.get("/1").read().status()).isEqualTo(200);

            client.send("POST /2 HTTP/1.1\r\nHost: app.test\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(502);

            assertThat(endpoint.requests()).hasSize(2);
        }
    }

    @Test
    void neverSendsAgainOnFreshConnection() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedEndpoint endpoint =
                        ScriptedEndpoint.answeringEach(request -> requests.incrementAndGet() == 1 ? null : OK);
                Wire client = start().serving(endpoint).connect()) {
            assertThat(client.get("/1").read().status()).isEqualTo(502);
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void answers503WhenAllConnectionsAreTaken() throws Exception {
        proxy = RunningProxy.start(
                transport, TestLimits.connections(Limits.DEFAULT.connectionsPerLoop(), 2), DownstreamTimeouts.DEFAULT);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    goOn.await();
                    return OK;
                });
                Wire first = proxy.serving(endpoint).connect();
                Wire second = proxy.connect();
                Wire third = proxy.connect()) {
            first.get("/");
            second.get("/");
            await().until(() -> proxy.inFlight() == 2);

            Wire.Message refusal = third.get("/").read();

            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.field("retry-after")).isPresent();
            assertThat(proxy.count(Counter.POOL_LIMIT)).isEqualTo(1);
            goOn.countDown();
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(second.read().status()).isEqualTo(200);
            assertThat(third.get("/").read().status()).isEqualTo(200);
            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }

    /// R-LIM-4: who is over the limit costs nothing more.
    @Test
    void closesClientsOverTheLimitAtOnce() throws IOException {
        proxy = RunningProxy.start(transport, TestLimits.connections(2, 1024), DownstreamTimeouts.DEFAULT);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire first = proxy.serving(endpoint).connect();
                Wire second = proxy.connect()) {
            assertThat(first.get("/").read().status()).isEqualTo(200);
            assertThat(second.get("/").read().status()).isEqualTo(200);
            try (Wire third = proxy.connect()) {
                assertThat(third.readToEnd().text()).isEmpty();
            }
            assertThat(proxy.count(Counter.CONNECTIONS_REFUSED)).isEqualTo(1);
            assertThat(first.get("/").read().status()).isEqualTo(200);
            first.close();
            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 2);
            try (Wire fourth = proxy.connect()) {
                assertThat(fourth.get("/").read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void closesIdleConnectionsInTime() throws IOException {
        UpstreamTimeouts idle = new UpstreamTimeouts(
                SHORT.connect(), SHORT.response(), SHORT.bodyGap(), SHORT.tunnelIdle(), Duration.ofMillis(200));
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    wire.send(OK);
                    wire.readToEnd();
                    ended.countDown();
                });
                Wire client = start().serving(idle, endpoint).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(200);

            await().until(() -> ended.getCount() == 0);
            proxy.awaitCount(Counter.UPSTREAM_CLOSED, 1);
            assertThat(proxy.idleConnections()).isZero();
        }
    }

    /// An endpoint that says it closes in a second would close under the next request.
    @Test
    void keepsNoConnectionThatEndpointSoonCloses() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok");
                Wire client = start().serving(endpoint).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }
}
