package io.sluice.dataplane;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// WebSockets over HTTP/2 (RFC 8441) to endpoints that speak HTTP/1.1. The bytes of a tunnel are opaque to the proxy.
@OnEachTransport
class Http2WebSocketIT {

    private static final int CANCEL = 8;
    private static final String[] CONNECT = {
        ":method: CONNECT",
        ":protocol: websocket",
        ":scheme: http",
        ":path: /chat",
        ":authority: app.test",
        "sec-websocket-version: 13",
        "origin: http://app.test"
    };

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2WebSocketIT(TransportChoice transport) {
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

    private static ScriptedEndpoint switching(ScriptedEndpoint.Script tunnel) throws IOException {
        ScriptedEndpoint[] self = new ScriptedEndpoint[1];
        self[0] = ScriptedEndpoint.running(wire -> {
            Wire.Message request = self[0].take(wire);
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: " + accept(request) + "\r\nSec-WebSocket-Protocol: chat\r\n\r\n");
            tunnel.run(wire);
        });
        return self[0];
    }

    private static String accept(Wire.Message request) {
        return WebSocketIT.accept(request.field("sec-websocket-key").orElseThrow());
    }

    @Test
    void opensTunnelAndPassesBytesBothWays() throws IOException {
        try (ScriptedEndpoint endpoint = switching(wire -> {
            while (true) {
                wire.send(wire.readBytes(5));
            }
        })) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int stream = client.headers(false, Http2Wire.block(CONNECT));
                client.data(stream, false, "early".getBytes());

                Http2Wire.Response response = client.awaitHead(stream);

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.field("sec-websocket-protocol")).contains("chat");
                assertThat(response.head())
                        .noneMatch(line -> line.startsWith("sec-websocket-accept")
                                || line.startsWith("upgrade")
                                || line.startsWith("connection"));
                assertThat(client.awaitBytes(stream, 5).text()).isEqualTo("early");
                client.data(stream, false, "later".getBytes());
                assertThat(client.awaitBytes(stream, 10).text()).isEqualTo("earlylater");
                assertThat(endpoint.requests().getFirst().head())
                        .startsWith("GET /chat HTTP/1.1\r\nHost: app.test\r\n")
                        .contains("connection: upgrade\r\nupgrade: websocket\r\n", "origin: http://app.test\r\n")
                        .containsPattern("sec-websocket-key: [A-Za-z0-9+/]{22}==\r\n")
                        .doesNotContain("transfer-encoding", "content-length", ":protocol");
            }
            proxy.awaitCount(Counter.TUNNELS_CLOSED, 1);
        }
    }

    /// Other streams of the connection go on beside it, and after it.
    @Test
    void tunnelLivesBesideRequests() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
            for (Wire.Message request = wire.read(); ; request = wire.read()) {
                if (request.startLine().startsWith("GET /chat")) {
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: " + accept(request) + "\r\n\r\nhello");
                    wire.readBytes(1);
                    return;
                }
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        })) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int tunnel = client.headers(false, Http2Wire.block(CONNECT));
                assertThat(client.awaitBytes(tunnel, 5).text()).isEqualTo("hello");
                for (int i = 0; i < 10; i++) {
                    assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
                }

                client.data(tunnel, false, new byte[1]);

                assertThat(client.await(tunnel).isEnded()).isTrue();
                client.data(tunnel, true, new byte[0]);
                for (int i = 0; i < 10; i++) {
                    assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
                }
            }
        }
    }

    @Test
    void passesHalfCloseBothWays() throws IOException {
        try (ScriptedEndpoint endpoint = switching(wire -> {
            wire.send("bye");
            wire.endOutput();
            assertThat(wire.readBytes(4)).isEqualTo("last".getBytes());
            assertThat(wire.readToEnd().text()).isEmpty();
        })) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int stream = client.headers(false, Http2Wire.block(CONNECT));

                Http2Wire.Response response = client.await(stream);

                assertThat(response.isEnded()).isTrue();
                assertThat(response.text()).isEqualTo("bye");
                client.data(stream, true, "last".getBytes());
                proxy.awaitCount(Counter.TUNNELS_CLOSED, 1);
            }
        }
    }

    @Test
    void resetEndsTheTunnel() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = switching(wire -> {
            wire.send("hello");
            try {
                wire.readBytes(1);
            } finally {
                ended.countDown();
            }
        })) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int stream = client.headers(false, Http2Wire.block(CONNECT));
                client.awaitBytes(stream, 5);

                client.reset(stream, CANCEL);

                ended.await();
                proxy.awaitCount(Counter.TUNNELS_CLOSED, 1);
            }
        }
    }

    @Test
    void resetOfTheEndpointResetsTheStream() throws IOException {
        try (ScriptedEndpoint endpoint = switching(wire -> {
            wire.send("hello");
            wire.readBytes(1);
            wire.reset();
        })) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int stream = client.headers(false, Http2Wire.block(CONNECT));
                client.awaitBytes(stream, 5);
                client.data(stream, false, new byte[1]);

                assertThat(client.await(stream).reset()).isGreaterThan(0);
            }
        }
    }

    /// A client that does not widen its windows holds the endpoint back, and gets everything in the end.
    @Test
    void holdsTheEndpointBack() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(2).nextBytes(sent);
        try (ScriptedEndpoint endpoint = switching(wire -> {
            wire.send(sent);
            wire.readBytes(1);
        })) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                client.neverWidens();
                int stream = client.headers(false, Http2Wire.block(CONNECT));
                client.awaitBytes(stream, 65_535);
                client.windowUpdate(0, 10_000_000).windowUpdate(stream, 10_000_000);

                assertThat(client.awaitBytes(stream, sent.length).body()).isEqualTo(sent);
            }
        }
    }

    /// RFC 8441, 5.1: a 2xx would open the tunnel; what is no switch is no 2xx.
    @Test
    void answerWithoutSwitchOpensNothing() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok()) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                Http2Wire.Response response = client.await(client.headers(false, Http2Wire.block(CONNECT)));

                assertThat(response.status()).isEqualTo(502);
            }
        }
    }

    @Test
    void refusesOtherTunnels() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok()) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                int plain = client.headers(false, Http2Wire.block(":method: CONNECT", ":authority: app.test"));
                int other = client.headers(
                        false,
                        Http2Wire.block(
                                ":method: CONNECT",
                                ":protocol: connect-udp",
                                ":scheme: http",
                                ":path: /",
                                ":authority: app.test"));
                int noConnect = client.headers(
                        true,
                        Http2Wire.block(
                                ":method: GET",
                                ":protocol: websocket",
                                ":scheme: http",
                                ":path: /",
                                ":authority: app.test"));

                assertThat(client.await(plain).status()).isEqualTo(405);
                assertThat(client.await(other).status()).isEqualTo(405);
                assertThat(client.await(noConnect).reset()).isEqualTo(1);
            }
            assertThat(endpoint.requests()).isEmpty();
        }
    }
}
