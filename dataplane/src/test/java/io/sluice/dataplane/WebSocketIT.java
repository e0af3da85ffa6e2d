package io.sluice.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// From a WebSocket's handshake on the two connections are one tunnel (RFC 6455).
@OnEachTransport
class WebSocketIT {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n";
    private static final String SWITCH = switching(accept(KEY));

    private final TransportChoice transport;
    private RunningProxy proxy;

    WebSocketIT(TransportChoice transport) {
        this.transport = transport;
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String switching(String accept) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// R-WS-3: byte for byte.
    @Test
    void passesLargeFramesBothWays() throws Exception {
        int size = 1_000_000;
        int count = 20;
        byte[] frame = new byte[size];
        new Random(3).nextBytes(frame);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    assertThat(wire.readHead())
                            .containsIgnoringCase("upgrade: websocket\r\n")
                            .contains(KEY);
                    wire.send(SWITCH);
                    while (true) {
                        wire.send(wire.readBytes(size));
                    }
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        client.send(frame);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            for (int i = 0; i < count; i++) {
                assertThat(client.readBytes(size)).isEqualTo(frame);
            }
            sender.join();
            assertThat(proxy.inFlight()).isEqualTo(1);
        }
    }

    /// What neither side reads stays with its sender.
    @Test
    void readsNoFasterThanTheOtherSideTakes() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        int size = 50_000_000;
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    goOn.await();
                    wire.skip(size);
                    wire.send("done");
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE);
            client.readHead();
            CountDownLatch sent = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[size]);
                    sent.countDown();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            await().during(Duration.ofMillis(300)).until(() -> sent.getCount() == 1);
            goOn.countDown();
            assertThat(client.readBytes(4)).isEqualTo("done".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void passesHalfCloseOnBothWays() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    String all = wire.readRest();
                    wire.send("got " + all);
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE);
            client.readHead();
            client.send("hello").endOutput();

            assertThat(client.readRest()).isEqualTo("got hello");
        }
    }

    @Test
    void passesResetOn() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.readToEnd();
                    reset.countDown();
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE);
            client.readHead();
            client.reset();

            reset.await();
        }
    }

    /// R-WS-1: until 101 they may be a request.
    @Test
    void holdsEarlyBytesUntilSwitch() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    goOn.await();
                    wire.send(SWITCH + "first");
                    wire.send(wire.readBytes(5));
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE + "early");
            await().until(() -> proxy.inFlight() == 1);
            goOn.countDown();

            client.readHead();
            assertThat(client.readRest()).isEqualTo("firstearly");
        }
    }

    /// R-WS-1: without 101 the connection stays HTTP.
    @Test
    void takesEarlyBytesForRequestWhenNothingSwitches() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE).get("/next");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().get(1).startLine()).isEqualTo("GET /next HTTP/1.1");
        }
    }

    /// R-WS-1: an answer to another key is none.
    @Test
    void refusesSwitchWithWrongAccept() throws IOException {
        assertRefused(HANDSHAKE, switching(accept("bm90IHlvdXIga2V5IGF0IGFsbA==")));
    }

    @Test
    void refusesSwitchToOtherProtocol() throws IOException {
        assertRefused(HANDSHAKE, SWITCH.replace("Upgrade: websocket", "Upgrade: h2c"));
    }

    @Test
    void refusesSwitchThatNobodyAskedFor() throws IOException {
        assertRefused(HANDSHAKE.replace("Upgrade: websocket", "Upgrade: h2c"), SWITCH);
        assertRefused(HANDSHAKE.replace("GET", "POST"), SWITCH);
    }

    private void assertRefused(String request, String answer) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(answer + "HTTP/1.1 200 OK\r\n\r\npoison");
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(request);

            Wire.Message response = client.read();

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.text()).doesNotContain("poison");
            assertThat(proxy.count(Counter.TUNNELS_OPENED)).isZero();
        }
    }

    /// R-WS-2: HTTP/1.0 cannot upgrade: what it says of that ends here, and the request is an ordinary one.
    @Test
    void ignoresUpgradeOfOldClient() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(HANDSHAKE.replace("HTTP/1.1", "HTTP/1.0"));

            assertThat(client.read().text()).isEqualTo("ok");
            assertThat(endpoint.requests().getFirst().head()).doesNotContainIgnoringCase("upgrade");
        }
    }

    /// R-WS-3: a tunnel in which nobody says anything ends.
    @Test
    void endsIdleTunnel() throws IOException {
        Duration shortly = Duration.ofMillis(250);
        UpstreamTimeouts d = RunningProxy.UPSTREAM;
        UpstreamTimeouts idle = new UpstreamTimeouts(d.connect(), d.response(), d.bodyGap(), shortly, d.pooledIdle());
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.readToEnd();
                });
                Wire client = proxy.serving(idle, endpoint).connect()) {
            client.send(HANDSHAKE);
            client.readHead();

            assertThat(client.readToEnd().text()).isEmpty();
            proxy.awaitCount(Counter.TUNNELS_CLOSED, 1);
        }
    }

    /// R-WS-3: draining says nothing of its own, and ends.
    @Test
    void endsTunnelsWithTheGracePeriod() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.readToEnd();
                });
                RunningProxy own = RunningProxy.start(transport).serving(endpoint);
                Wire client = own.connect()) {
            client.send(HANDSHAKE);
            client.readHead();

            assertThat(own.dataPlane().drain(Duration.ofMillis(200))).isFalse();
            assertThat(client.readToEnd().text()).isEmpty();
        }
    }
}
