package io.sluice.dataplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What becomes of WebSockets when their endpoint is no longer published: acceptance 54, R-WS-3.
@OnEachTransport
class FarewellIT {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + WebSocketIT.accept(KEY) + "\r\n\r\n";

    /// Unmasked, 1001.
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xE9};
    /// A client's answer to it, masked with zeros.
    private static final byte[] ANSWER = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE9};

    private static final Duration DRAIN = Duration.ofMillis(300);

    private final TransportChoice transport;
    private RunningProxy proxy;

    FarewellIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.startHttp2(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private static UpstreamTimeouts timeouts() {
        UpstreamTimeouts d = RunningProxy.UPSTREAM;
        return new UpstreamTimeouts(d.connect(), d.response(), d.bodyGap(), d.tunnelIdle(), d.pooledIdle(), DRAIN);
    }

    private static byte[] text(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[2 + bytes.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, frame, 2, bytes.length);
        return frame;
    }

    @Test
    void tellsTheClientAndPassesItsAnswerOn() throws IOException {
        try (ScriptedEndpoint old = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.send(text("hello"));
                    assertThat(wire.readBytes(ANSWER.length)).isEqualTo(ANSWER);
                    wire.send(GOING_AWAY); // its own answer: the client has had one
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire client = proxy.serving(timeouts(), old).connect()) {
            client.send(HANDSHAKE);
            client.readHead();
            assertThat(client.readBytes(7)).isEqualTo(text("hello"));

            proxy.serving(timeouts(), next);

            assertThat(client.readBytes(GOING_AWAY.length)).isEqualTo(GOING_AWAY);
            client.send(ANSWER);
            assertThat(client.readRest()).isEmpty();
            proxy.awaitCount(Counter.TUNNELS_CLOSED, 1);
        }
    }

    @Test
    void waitsForTheEndOfTheFrameThatIsUnderWay() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        byte[] frame = text("in two parts");
        try (ScriptedEndpoint old = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.send(Arrays.copyOf(frame, 5));
                    goOn.await();
                    wire.send(Arrays.copyOfRange(frame, 5, frame.length));
                    wire.send(text("never seen"));
                    wire.readToEnd();
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire client = proxy.serving(timeouts(), old).connect()) {
            client.send(HANDSHAKE);
            client.readHead();
            assertThat(client.readBytes(5)).isEqualTo(Arrays.copyOf(frame, 5));
            proxy.serving(timeouts(), next);
            Thread.sleep(DRAIN.plusMillis(300));

            goOn.countDown();

            assertThat(client.readBytes(frame.length - 5)).isEqualTo(Arrays.copyOfRange(frame, 5, frame.length));
            assertThat(client.readBytes(GOING_AWAY.length)).isEqualTo(GOING_AWAY);
            client.send(ANSWER).endOutput();
            assertThat(client.readRest()).isEmpty();
        }
    }

    @Test
    void closesWhoDoesNotAnswer() throws IOException {
        try (ScriptedEndpoint old = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.readToEnd();
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire client = proxy.serving(timeouts(), old).connect()) {
            client.send(HANDSHAKE);
            client.readHead();

            proxy.serving(timeouts(), next);

            assertThat(client.readBytes(GOING_AWAY.length)).isEqualTo(GOING_AWAY);
            proxy.awaitCount(Counter.TUNNELS_CLOSED, 1);
            assertThat(client.readRest()).isEmpty();
        }
    }

    /// The application was told by its own signal, and does the same in its own words.
    @Test
    void saysNothingWhenTheEndpointHasSaidIt() throws IOException {
        byte[] own = {(byte) 0x88, 2, 0x03, (byte) 0xE8};
        try (ScriptedEndpoint old = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(SWITCH);
                    wire.send(own);
                    wire.readToEnd();
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire client = proxy.serving(timeouts(), old).connect()) {
            client.send(HANDSHAKE);
            client.readHead();
            assertThat(client.readBytes(own.length)).isEqualTo(own);

            proxy.serving(timeouts(), next);

            assertThat(client.readRest()).isEmpty();
        }
    }

    /// A tunnel that opens when its endpoint is gone already is not forgotten.
    @Test
    void tellsTunnelsThatOpenLate() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint old = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    goOn.await();
                    wire.send(SWITCH);
                    wire.readToEnd();
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire client = proxy.serving(timeouts(), old).connect()) {
            client.send(HANDSHAKE);
            await().until(() -> proxy.inFlight() == 1);
            proxy.serving(timeouts(), next);
            goOn.countDown();
            client.readHead();

            assertThat(client.readBytes(GOING_AWAY.length)).isEqualTo(GOING_AWAY);
        }
    }

    @Test
    void leavesTunnelsToOtherEndpointsAlone() throws IOException {
        ScriptedEndpoint.Script echo = wire -> {
            wire.readHead();
            wire.send(SWITCH);
            while (true) {
                wire.send(wire.readBytes(1));
            }
        };
        try (ScriptedEndpoint stays = ScriptedEndpoint.running(echo);
                ScriptedEndpoint goes = ScriptedEndpoint.ok();
                Wire client = proxy.serving(timeouts(), stays).connect()) {
            client.send(HANDSHAKE);
            client.readHead();

            proxy.serving(timeouts(), stays, goes);
            proxy.serving(timeouts(), stays);
            await().pollDelay(DRAIN.plusMillis(300)).until(() -> true);

            client.send("x");
            assertThat(client.readBytes(1)).isEqualTo(new byte[] {'x'});
        }
    }

    @Test
    void tellsClientsOfHttp2Too() throws IOException {
        try (ScriptedEndpoint old = ScriptedEndpoint.running(wire -> {
                    Wire.Message request = wire.read();
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: "
                            + WebSocketIT.accept(
                                    request.field("sec-websocket-key").orElseThrow()) + "\r\n\r\n");
                    wire.readToEnd();
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok()) {
            proxy.serving(timeouts(), old);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int stream = client.headers(
                        false,
                        Http2Wire.block(
                                ":method: CONNECT",
                                ":protocol: websocket",
                                ":scheme: http",
                                ":path: /chat",
                                ":authority: app.test",
                                "sec-websocket-version: 13"));
                client.awaitHead(stream);

                proxy.serving(timeouts(), next);

                assertThat(client.awaitBytes(stream, GOING_AWAY.length).text().getBytes(StandardCharsets.ISO_8859_1))
                        .isEqualTo(GOING_AWAY);
            }
        }
    }
}
