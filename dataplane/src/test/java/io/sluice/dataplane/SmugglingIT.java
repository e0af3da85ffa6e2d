package io.sluice.dataplane;

import java.io.IOException;
import java.util.stream.Stream;

import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What two readers could understand differently gets an error, a closed connection, and reaches no endpoint.
@OnEachTransport
class SmugglingIT {

    private static final String HOST = "Host: app.test\r\n";

    /// Would be answered 200, if it were taken for a request.
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";

    private final TransportChoice transport;
    private RunningProxy proxy;

    SmugglingIT(TransportChoice transport) {
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

    static Stream<Arguments> heads() {
        return Stream.of(
                // R-H1-1: request line, Host, fields
                head("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                head("two Hosts", 400, "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                head("bad Host", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                head("user in Host", 400, "GET / HTTP/1.1\r\nHost: a@app.test\r\n\r\n"),
                head("port too high", 400, "GET / HTTP/1.1\r\nHost: app.test:65536\r\n\r\n"),
                head("HTTP/2.0", 505, "GET / HTTP/2.0\r\n" + HOST + "\r\n"),
                head("HTTP/1.2", 505, "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                head("two spaces", 400, "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                head("tab", 400, "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n"),
                head("leading space", 400, " GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                head("control in target", 400, "GET /\u0001 HTTP/1.1\r\n" + HOST + "\r\n"),
                head("fragment", 400, "GET /#a HTTP/1.1\r\n" + HOST + "\r\n"),
                head("no slash", 400, "GET a HTTP/1.1\r\n" + HOST + "\r\n"),
                head("no version", 400, "GET /\r\n" + HOST + "\r\n"),
                head("empty name", 400, "GET / HTTP/1.1\r\n" + HOST + ": x\r\n\r\n"),
                head("bad name", 400, "GET / HTTP/1.1\r\n" + HOST + "a b: x\r\n\r\n"),
                head("space before colon", 400, "GET / HTTP/1.1\r\n" + HOST + "Content-Length : 3\r\n\r\n"),
                head("no colon", 400, "GET / HTTP/1.1\r\n" + HOST + "abc\r\n\r\n"),
                head("NUL", 400, "GET / HTTP/1.1\r\n" + HOST + "a: b\0c\r\n\r\n"),
                head("bare CR", 400, "GET / HTTP/1.1\r\n" + HOST + "a: b\rc: d\r\n\r\n"),
                head("bare LF", 400, "GET / HTTP/1.1\n" + HOST + "\n"),
                head("bare LF in fields", 400, "GET / HTTP/1.1\r\n" + HOST + "a: b\n\r\n"),
                head("folded", 400, "GET / HTTP/1.1\r\n" + HOST + "a: b\r\n c\r\n\r\n"),
                head("folded Host", 400, "GET / HTTP/1.1\r\n" + "Host: app\r\n .test\r\n\r\n"));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                // R-H1-2, R-H1-3: lengths
                head("signed length", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: +3\r\n\r\nabc"),
                head("hex length", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0x3\r\n\r\nabc"),
                head("empty length", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length:\r\n\r\nabc"),
                head("length list", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3, 3\r\n\r\nabc"),
                head("19 digits", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1234567890123456789\r\n\r\n"),
                head(
                        "two lengths",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
                head(
                        "both",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST
                                + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                head(
                        "chunked twice",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST
                                + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                head("list", 501, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n"),
                head("gzip", 501, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                head("identity", 501, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: identity\r\n\r\n"),
                head("vertical tab", 400, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: \u000bchunked\r\n\r\n"),
                head(
                        "chunked in 1.0",
                        400,
                        "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                // R-H1-6: forms of the target
                head("user in target", 400, "GET http://a@app.test/ HTTP/1.1\r\n" + HOST + "\r\n"),
                head("other scheme", 400, "GET ftp://app.test/ HTTP/1.1\r\n" + HOST + "\r\n"),
                head("authority form", 400, "GET app.test:80 HTTP/1.1\r\n" + HOST + "\r\n"),
                head("CONNECT", 405, "CONNECT app.test:80 HTTP/1.1\r\n" + HOST + "\r\n"),
                head("TRACE", 405, "TRACE / HTTP/1.1\r\n" + HOST + "\r\n"),
                // R-H1-7, R-H1-11, R-FWD-1, R-LIM-1
                head("three empty lines", 400, "\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
                head("unknown expectation", 417, "POST / HTTP/1.1\r\n" + HOST + "Expect: tea\r\n\r\n"),
                head("Host is a hop", 400, "GET / HTTP/1.1\r\n" + HOST + "Connection: host\r\n\r\n"),
                head("Cookie is a hop", 400, "GET / HTTP/1.1\r\n" + HOST + "Connection: close, cookie\r\n\r\n"),
                head("long target", 414, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                head("large head", 431, "GET / HTTP/1.1\r\n" + HOST + "a: " + "b".repeat(33_000) + "\r\n\r\n"),
                head("101 fields", 431, "GET / HTTP/1.1\r\n" + HOST + "a: b\r\n".repeat(100) + "\r\n"));
    }

    private static Arguments head(String name, int status, String bytes) {
        return Arguments.argumentSet(name, status, bytes);
    }

    /// R-H1-1, R-H1-2, R-H1-3, R-H1-6, R-H1-7: nothing is forwarded, and the connection ends.
    @ParameterizedTest
    @MethodSource({"heads", "lengths"})
    void refusesHead(int status, String bytes) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send(bytes + SMUGGLED);

            Wire.Message response = client.read();

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.field("connection")).contains("close");
            assertThat(client.readRest()).isEmpty();
            assertThat(endpoint.requests()).isEmpty();
            assertThat(endpoint.connections()).isZero();
        }
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                Arguments.argumentSet("no size", "\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("not hex", "g\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("sign", "+3\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("0x", "0x3\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("9 digits", "000000003\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("too large", "80000000\r\nabc"),
                Arguments.argumentSet("space behind", "3 \r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("space before", " 3\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("bare LF", "3\nabc\n0\n\n"),
                Arguments.argumentSet("bare LF in extension", "3;a\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("bare CR in extension", "3;a\rb\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("too much data", "3\r\nabcd\r\n0\r\n\r\n"),
                Arguments.argumentSet("long extension", "3;" + "a".repeat(17_000) + "\r\nabc\r\n0\r\n\r\n"),
                Arguments.argumentSet("bad trailer", "3\r\nabc\r\n0\r\nx y: z\r\n\r\n"),
                Arguments.argumentSet("large trailer", "0\r\na: " + "b".repeat(9_000) + "\r\n\r\n"));
    }

    /// R-H1-4: the endpoint may see the request begin, but never end, and never a second one.
    @ParameterizedTest
    @MethodSource("chunks")
    void refusesChunk(String body) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body + SMUGGLED);

            Wire.Message response = client.read();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.field("connection")).contains("close");
            assertThat(client.readRest()).isEmpty();
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    /// A length is believed: what follows is another request, routed as such.
    @Test
    void takesWhatFollowsBodyForNextRequest() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST /1 HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc")
                    .get("/2");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().get(0).text()).isEqualTo("abc");
            assertThat(endpoint.requests().get(1).startLine()).isEqualTo("GET /2 HTTP/1.1");
        }
    }
}
