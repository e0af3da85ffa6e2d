package io.sluice.dataplane;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// How connections of HTTP/2 end, and what they wait for.
@OnEachTransport
class Http2EndsIT {

    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int NO_ERROR = 0;
    private static final int SETTINGS_TIMEOUT = 4;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SLOW = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2EndsIT(TransportChoice transport) {
        this.transport = transport;
    }

    private Http2Wire serving(ScriptedEndpoint endpoint, Limits limits, DownstreamTimeouts timeouts)
            throws IOException {
        proxy = RunningProxy.startHttp2(transport, limits, timeouts);
        proxy.serving(endpoint);
        return Http2Wire.connect(proxy.port());
    }

    private Http2Wire serving(ScriptedEndpoint endpoint, DownstreamTimeouts timeouts) throws IOException {
        return serving(endpoint, Limits.DEFAULT, timeouts);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// RFC 9113, 6.8: in two steps, so that nothing on its way is lost; what is under way is served.
    @Test
    void drainsInTwoSteps() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    answer.await();
                    return SLOW;
                });
                Http2Wire client = serving(endpoint, DownstreamTimeouts.DEFAULT)) {
            int before = client.get("/");
            client.awaitFrame(4);
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> proxy.dataPlane().drain(Duration.ofSeconds(20)));
            Http2Wire.Frame first = client.awaitFrame(GOAWAY);
            int onItsWay = client.get("/");
            Http2Wire.Frame ping = client.awaitFrame(6);
            client.send(6, 1, 0, ping.payload());
            Http2Wire.Frame second = client.awaitFrame(GOAWAY);
            answer.countDown();

            assertThat(first.payload()).isEqualTo(Http2Wire.ints(Integer.MAX_VALUE, NO_ERROR));
            assertThat(second.payload()).isEqualTo(Http2Wire.ints(onItsWay, NO_ERROR));
            assertThat(client.await(before).text()).isEqualTo("ok");
            assertThat(client.await(onItsWay).text()).isEqualTo("ok");
            assertThat(client.awaitEnd()).isEqualTo(NO_ERROR);
            drained.join();
        }
        proxy = null; // closed by the drain
    }

    /// R-H2-7: ten thousand, or as many as are allowed.
    @Test
    void endsBehindTheLastRequest() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, TestLimits.requestsPerConnection(3), DownstreamTimeouts.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            }

            assertThat(client.awaitEnd()).isEqualTo(NO_ERROR);
            assertThat(proxy.count(Counter.REQUEST_LIMIT)).isEqualTo(1);
        }
    }

    /// R-H2-7: 60 s, or as long as is allowed.
    @Test
    void endsIdleConnection() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, new DownstreamTimeouts(LONG, LONG, SHORT))) {
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");

            assertThat(client.awaitEnd()).isEqualTo(NO_ERROR);
        }
    }

    @Test
    void idleTimeDoesNotRunWhileStreamsAreOpen() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    Thread.sleep(3 * SHORT.toMillis());
                    return SLOW;
                });
                Http2Wire client = serving(endpoint, new DownstreamTimeouts(LONG, LONG, SHORT))) {
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
        }
    }

    @Test
    void endsSilentClients() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, new DownstreamTimeouts(SHORT, LONG, LONG));
                Http2Wire silent = Http2Wire.connectSilently(proxy.port());
                Http2Wire half = Http2Wire.connectSilently(proxy.port());
                Http2Wire withoutSettings = Http2Wire.connectSilently(proxy.port())) {
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok"); // who has acknowledged our settings
            half.raw("PRI * HTTP/2.0".getBytes());
            withoutSettings.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes());

            assertThat(silent.awaitEnd()).isEqualTo(-1);
            assertThat(half.awaitEnd()).isEqualTo(-1);
            assertThat(withoutSettings.awaitEnd()).isEqualTo(NO_ERROR);
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            assertThat(proxy.count(Counter.HEAD_TIMEOUTS)).isEqualTo(2);
        }
    }

    /// RFC 9113, 6.5.3: who does not acknowledge our settings may not know how much it is allowed.
    @Test
    void endsWhoeverNeverAcknowledges() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, new DownstreamTimeouts(SHORT, LONG, LONG));
                Http2Wire mute = Http2Wire.connectSilently(proxy.port())) {
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            mute.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes());
            mute.neverAcknowledges().send(SETTINGS, 0, 0, new byte[0]);

            assertThat(mute.awaitEnd()).isEqualTo(SETTINGS_TIMEOUT);
            assertThat(proxy.count(Counter.HTTP2_ERRORS)).isEqualTo(1);
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
        }
    }

    /// R-H2-2: a block is complete in five seconds.
    @Test
    void endsSlowBlock() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, DownstreamTimeouts.DEFAULT)) {
            client.awaitFrame(4); // what acknowledges it would interrupt the block
            client.send(1, 1, 1, Http2Wire.request("GET", "/"));

            assertThat(client.awaitEnd()).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(proxy.count(Counter.HEAD_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    void refusesStalledBody() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, new DownstreamTimeouts(LONG, SHORT, LONG))) {
            int stream = client.post("/");
            client.data(stream, false, new byte[10]);

            assertThat(client.await(stream).status()).isEqualTo(408);
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            assertThat(proxy.failures("body_timeout")).isEqualTo(1);
        }
    }

    /// A window that stays shut holds memory: that stream ends, the others go on.
    @Test
    void resetsStreamThatIsNotRead() throws IOException {
        try (ScriptedEndpoint endpoint =
                        ScriptedEndpoint.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
                Http2Wire client = serving(endpoint, new DownstreamTimeouts(LONG, SHORT, LONG))) {
            client.send(4, 0, 0, Http2Wire.setting(4, 0));
            int stream = client.get("/");

            assertThat(client.await(stream).reset()).isEqualTo(CANCEL);
            int other = client.get("/");
            client.windowUpdate(other, 100);
            assertThat(client.await(other).text()).isEqualTo("0123456789");
        }
    }

    /// A request that is abandoned while its connection is being opened counts until that is there.
    @Test
    void abandonedConnectsCount() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint, DownstreamTimeouts.DEFAULT)) {
            for (int i = 0; i < 50; i++) {
                client.reset(client.get("/"), CANCEL);
            }

            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
        }
    }
}
