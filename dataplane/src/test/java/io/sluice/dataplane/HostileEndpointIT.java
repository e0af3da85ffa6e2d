package io.sluice.dataplane;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// An endpoint that answers wrongly harms its own request only: the client sees 502 or a cut connection, never a whole
/// answer that is wrong, and whoever comes next is served.
@OnEachTransport
class HostileEndpointIT {

    private static final String POISON = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison";

    private final TransportChoice transport;
    private RunningProxy proxy;

    HostileEndpointIT(TransportChoice transport) {
        this.transport = transport;
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

    static Stream<Arguments> badHeads() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                Arguments.argumentSet("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
                Arguments.argumentSet("HTTP/0.9", "<html>hello</html>\r\n\r\n"),
                Arguments.argumentSet("HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("lower case", "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("two digits", "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("status 099", "HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("status 600", "HTTP/1.1 600 OK\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("NUL in reason", "HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
                Arguments.argumentSet("two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk"),
                Arguments.argumentSet("length list", ok + "Content-Length: 2, 2\r\n\r\nok"),
                Arguments.argumentSet("negative length", ok + "Content-Length: -2\r\n\r\nok"),
                Arguments.argumentSet(
                        "both", ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
                Arguments.argumentSet("gzip coding", ok + "Transfer-Encoding: gzip\r\n\r\nok"),
                Arguments.argumentSet(
                        "chunked in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.argumentSet("NUL in field", ok + "A: b\0c\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("bare CR in field", ok + "A: b\rc: d\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("folded", ok + "A: b\r\n c\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("space before colon", ok + "Content-Length : 2\r\n\r\nok"),
                Arguments.argumentSet("no colon", ok + "hello\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("giant head", ok + "A: " + "b".repeat(70_000) + "\r\n\r\n"),
                Arguments.argumentSet("201 fields", ok + "A: b\r\n".repeat(201) + "\r\n"),
                Arguments.argumentSet(
                        "length is a hop", ok + "Connection: content-length\r\nContent-Length: 2\r\n\r\nok"),
                Arguments.argumentSet("storm of 1xx", "HTTP/1.1 102 Processing\r\n\r\n".repeat(17)),
                Arguments.argumentSet(
                        "unasked 101",
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"),
                Arguments.argumentSet("nothing", ""),
                Arguments.argumentSet("half a head", "HTTP/1.1 200 OK\r\nContent-Le"));
    }

    /// R-RSP-1, R-RSP-2: while nothing was sent, the client is told.
    @ParameterizedTest
    @MethodSource("badHeads")
    void answers502(String answer) throws IOException {
        try (ScriptedEndpoint endpoint = hostile(answer);
                Wire client = proxy.serving(endpoint).connect()) {
            client.get("/bad");

            Wire.Message response = client.read();
            while (response.status() < 200) {
                response = client.read();
            }

            assertThat(response.status()).isEqualTo(502);
            assertNextIsServed(client);
        }
    }

    /// `/bad` is answered wrongly and the connection ended; everything else well.
    private static ScriptedEndpoint hostile(String answer) throws IOException {
        return ScriptedEndpoint.running(wire -> {
            while (!wire.read().startLine().contains("/bad")) {
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
            wire.send(answer);
        });
    }

    private void assertNextIsServed(Wire sameClient) throws IOException {
        assertThat(sameClient.get("/good").read().text()).isEqualTo("ok");
        assertThat(sameClient.get("/good").read().text()).isEqualTo("ok");
        try (Wire other = proxy.connect()) {
            assertThat(other.get("/good").read().text()).isEqualTo("ok");
        }
    }

    static Stream<Arguments> badBodies() {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.argumentSet("truncated length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"),
                Arguments.argumentSet("truncated chunk", chunked + "a\r\nhello"),
                Arguments.argumentSet("no last chunk", chunked + "5\r\nhello\r\n"),
                Arguments.argumentSet("no end of trailers", chunked + "5\r\nhello\r\n0\r\n"),
                Arguments.argumentSet("bad chunk size", chunked + "5\r\nhello\r\nxyz\r\n0\r\n\r\n"),
                Arguments.argumentSet("chunk too long", chunked + "5\r\nhelloworld\r\n0\r\n\r\n"),
                Arguments.argumentSet("bare LF in chunks", chunked + "5\nhello\n0\n\n"),
                Arguments.argumentSet("bad trailer", chunked + "5\r\nhello\r\n0\r\nx y: z\r\n\r\n"),
                Arguments.argumentSet("huge chunk", chunked + "ffffffff\r\nhello"));
    }

    /// R-RSP-1: a truncated answer never looks like a whole one.
    @ParameterizedTest
    @MethodSource("badBodies")
    void cutsResponse(String answer) throws IOException {
        try (ScriptedEndpoint endpoint = hostile(answer);
                Wire client = proxy.serving(endpoint).connect();
                Wire next = proxy.connect()) {
            client.get("/bad");

            Wire.End end = client.readToEnd();

            assertThat(end.isReset()).isTrue();
            assertThat(end.text()).doesNotEndWith("0\r\n\r\n");
            assertNextIsServed(next);
        }
    }

    @Test
    void cutsResponseOfEndpointThatResets() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\n\r\nhello");
                    wire.reset();
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET / HTTP/1.0\r\nHost: app.test\r\n\r\n");

            // To an HTTP/1.0 client, an orderly end would say that this was all.
            assertThat(client.readToEnd().isReset()).isTrue();
        }
    }

    static Stream<Arguments> extras() {
        return Stream.of(
                Arguments.argumentSet("200 and more", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + POISON),
                Arguments.argumentSet(
                        "chunked and more",
                        "GET",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + POISON),
                Arguments.argumentSet("204 with body", "GET", "HTTP/1.1 204 No Content\r\n\r\n" + POISON),
                Arguments.argumentSet("304 with body", "GET", "HTTP/1.1 304 Not Modified\r\n\r\n" + POISON),
                Arguments.argumentSet(
                        "HEAD with body", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 66\r\n\r\n" + POISON));
    }

    /// R-RSP-3, R-POOL-1: what was not asked for poisons nothing.
    @ParameterizedTest
    @MethodSource("extras")
    void reusesNoConnectionWithUnaskedBytes(String method, String answer) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    while (!wire.read().startLine().contains("/bad")) {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                    wire.send(answer);
                    wire.readToEnd();
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(method + " /bad HTTP/1.1\r\nHost: app.test\r\n\r\n");

            Wire.Message response = answer.contains("ok") ? client.read() : client.readWithoutBody();

            assertThat(response.status()).isLessThan(400);
            assertNextIsServed(client);
        }
    }

    /// Bytes that come on an idle connection belong to nobody.
    @Test
    void closesIdleConnectionThatSpeaks() throws IOException {
        AtomicBoolean spoken = new AtomicBoolean();
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    if (spoken.getAndSet(true)) {
                        wire.readToEnd();
                        return;
                    }
                    await().until(() -> proxy.idleConnections() == 1);
                    wire.send(POISON);
                    wire.readToEnd();
                });
                Wire client = proxy.serving(endpoint).connect()) {
            assertThat(client.get("/").read().text()).isEqualTo("ok");

            await().until(() -> endpoint.connections() == 1 && proxy.idleConnections() == 0);
            assertThat(client.get("/").read().text()).isEqualTo("ok");
            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }
}
