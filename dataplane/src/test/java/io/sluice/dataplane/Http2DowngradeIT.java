package io.sluice.dataplane;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// No HTTP/2 request becomes something else in HTTP/1.1. On one transport: the rules are the same for all.
class Http2DowngradeIT {

    private static final int PROTOCOL_ERROR = 1;

    private static RunningProxy proxy;
    private static ScriptedEndpoint endpoint;

    @BeforeAll
    static void start() throws IOException {
        proxy = RunningProxy.startHttp2(TransportChoice.NIO);
        endpoint = ScriptedEndpoint.ok();
        proxy.serving(endpoint);
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.awaitQuiet();
        proxy.close();
        endpoint.close();
    }

    private static Arguments fields(String... fields) {
        return Arguments.of(List.of(fields));
    }

    static Stream<Arguments> malformed() {
        String m = ":method: GET";
        String s = ":scheme: http";
        String p = ":path: /";
        String a = ":authority: app.test";
        return Stream.of(
                fields(s, p, a),
                fields(m, p, a),
                fields(m, s, a),
                fields(m, m, s, p, a),
                fields(m, s, s, p, a),
                fields(m, s, p, p, a),
                fields(m, s, p, a, a),
                fields(m, s, p, a, ":status: 200"),
                fields(m, s, p, a, ":unknown: x"),
                fields(m, s, p, a, ":Path: /"),
                fields(m, s, p, "x-a: b", a),
                fields(":method: ", s, p, a),
                fields(":method: GET / HTTP/1.1\r\nX: y", s, p, a),
                fields(":method: GE T", s, p, a),
                fields(m, ":scheme: ", p, a),
                fields(m, ":scheme: ftp", p, a),
                fields(m, ":scheme: http\r\nx: y", p, a),
                fields(m, s, ":path: ", a),
                fields(m, s, ":path: a", a),
                fields(m, s, ":path: *", a),
                fields(m, s, ":path: http://app.test/", a),
                fields(m, s, ":path: /a b", a),
                fields(m, s, ":path: / HTTP/1.1\r\nHost: other", a),
                fields(m, s, ":path: /\u0000", a),
                fields(m, s, ":path: /#a", a),
                fields(m, s, ":path: /\u00ff", a),
                fields(m, s, p, a, "Upper: a"),
                fields(m, s, p, a, "x a: b"),
                fields(m, s, p, a, "x:a: b"),
                fields(m, s, p, a, "x\r\ny: b"),
                fields(m, s, p, a, "x-a: b\r\nc: d"),
                fields(m, s, p, a, "x-a: b\rc"),
                fields(m, s, p, a, "x-a: b\nc"),
                fields(m, s, p, a, "x-a: b\u0000c"),
                fields(m, s, p, a, "x-a: b\u0001"),
                fields(m, s, p, a, "x-a: b\u007f"),
                fields(m, s, p, a, "x-a:  b"),
                fields(m, s, p, a, "x-a: b "),
                fields(m, s, p, a, "x-a: b\t"),
                fields(m, s, p, a, "connection: close"),
                fields(m, s, p, a, "connection: x-a"),
                fields(m, s, p, a, "keep-alive: timeout=5"),
                fields(m, s, p, a, "proxy-connection: close"),
                fields(m, s, p, a, "transfer-encoding: chunked"),
                fields(m, s, p, a, "transfer-encoding: identity"),
                fields(m, s, p, a, "upgrade: websocket"),
                fields(m, s, p, a, "upgrade: h2c"),
                fields(m, s, p, a, "http2-settings: AAMAAABk"),
                fields(m, s, p, a, "te: gzip"),
                fields(m, s, p, a, "te: trailers, gzip"),
                fields(m, s, p, a, "host: app.test", "host: app.test"),
                fields(m, s, p, a, "content-length: 5"),
                fields(":method: CONNECT", s, p, a));
    }

    /// R-H2-5: reset, and nothing of it arrives.
    @ParameterizedTest
    @MethodSource("malformed")
    void resetsMalformedRequest(List<String> fields) throws IOException {
        int before = endpoint.requests().size();
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            Http2Wire.Response response =
                    client.await(client.headers(true, Http2Wire.block(fields.toArray(String[]::new))));

            assertThat(response.reset()).isEqualTo(PROTOCOL_ERROR);
            assertThat(response.blocks()).isEmpty();
            assertThat(client.await(client.get("/")).text()).as("the next").isEqualTo("ok");
        }
        assertThat(endpoint.requests()).hasSize(before + 1);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(400, List.of("GET", "/", "host: other.test")),
                Arguments.of(400, List.of("GET", "/", "host: app.test:81")),
                Arguments.of(400, List.of("POST", "/", "content-length: +1")),
                Arguments.of(400, List.of("POST", "/", "content-length: 1, 1")),
                Arguments.of(400, List.of("POST", "/", "content-length: 0", "content-length: 0")),
                Arguments.of(405, List.of("TRACE", "/")),
                Arguments.of(417, List.of("POST", "/", "expect: 200-ok")),
                Arguments.of(414, List.of("GET", "/" + "a".repeat(9_000))),
                Arguments.of(431, List.of("GET", "/", "x: " + "a".repeat(16_300), "y: " + "a".repeat(16_300))));
    }

    /// R-H2-6: refused with a reason, as in HTTP/1.1.
    @ParameterizedTest
    @MethodSource("refused")
    void refusesRequest(int status, List<String> request) throws IOException {
        int before = endpoint.requests().size();
        String[] more = request.subList(2, request.size()).toArray(String[]::new);
        byte[] block = Http2Wire.request(request.get(0), request.get(1), more);
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            Http2Wire.Response response = client.await(client.longHeaders(block));

            assertThat(response.status()).isEqualTo(status);
            assertThat(client.await(client.get("/")).text()).as("the next").isEqualTo("ok");
        }
        assertThat(endpoint.requests()).hasSize(before + 1);
    }

    /// R-H2-6: whatever stands for the authority is one host, or nothing.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "app.test,other",
                "user@app.test",
                "app.test/x",
                "app.test?x",
                "app.test#x",
                "app.test:99999",
                "app.test\r\nx: y",
                "\u00e4.test",
                "app\\test",
                "[::1",
                "app.test\u0000"
            })
    void refusesAuthority(String authority) throws IOException {
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            int stream = client.headers(
                    true, Http2Wire.block(":method: GET", ":scheme: http", ":path: /", ":authority: " + authority));

            assertThat(client.await(stream).status()).isEqualTo(400);
        }
    }

    @Test
    void takesHostFieldForMissingAuthority() throws IOException {
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            int with = client.headers(
                    true, Http2Wire.block(":method: GET", ":scheme: http", ":path: /host", "host: APP.test"));
            int without = client.headers(true, Http2Wire.block(":method: GET", ":scheme: http", ":path: /"));

            assertThat(client.await(with).status()).isEqualTo(200);
            assertThat(client.await(without).status()).isEqualTo(400);
        }
        assertThat(last().head()).startsWith("GET /host HTTP/1.1\r\nHost: APP.test\r\n");
    }

    /// R-H2-6: `:authority` and an equal Host are one Host.
    @Test
    void sendsOneHost() throws IOException {
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.await(client.get("/one", "host: App.Test"));
        }
        assertThat(last().head().toLowerCase(java.util.Locale.ROOT))
                .startsWith("get /one http/1.1\r\nhost: app.test\r\n")
                .doesNotContain("\r\nhost: app.test\r\nhost");
    }

    private static Wire.Message last() {
        return endpoint.requests().getLast();
    }

    /// R-H2-6: crumbs are one line, between fields that stay in their order.
    @Test
    void joinsCookies() throws IOException {
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.await(client.get("/c", "cookie: a=1", "x-b: 2", "cookie: c=3; d=4", "cookie: e=5", "x-f: 6"));
        }
        assertThat(last().head())
                .contains("\r\nx-b: 2\r\nx-f: 6\r\n", "\r\ncookie: a=1; c=3; d=4; e=5\r\n")
                .containsOnlyOnce("cookie:");
    }

    /// R-H2-6: without a length, chunks; with one, that length and not a byte more or less.
    @Test
    void framesBodies() throws IOException {
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            int chunked = client.post("/chunked", "te: trailers");
            client.data(chunked, false, "hel".getBytes()).data(chunked, false, "lo".getBytes());
            client.headers(chunked, true, Http2Wire.block("x-trailer: t", "content-length: 9"));
            assertThat(client.await(chunked).status()).isEqualTo(200);
            assertThat(last().head()).contains("transfer-encoding: chunked\r\n").doesNotContain("content-length");
            assertThat(last().text()).isEqualTo("hello");
            assertThat(last().trailers()).isEqualTo("x-trailer: t\r\n");

            int known = client.post("/known", "content-length: 5");
            client.data(known, true, "hello".getBytes());
            assertThat(client.await(known).status()).isEqualTo(200);
            assertThat(last().head()).contains("content-length: 5\r\n").doesNotContain("transfer-encoding");
            assertThat(last().text()).isEqualTo("hello");

            int empty = client.headers(true, Http2Wire.request("POST", "/empty"));
            assertThat(client.await(empty).status()).isEqualTo(200);
            assertThat(last().head()).contains("content-length: 0\r\n").doesNotContain("transfer-encoding");
        }
    }

    /// R-H2-5: content that is not as long as told.
    @Test
    void resetsWrongLength() throws IOException {
        long before = proxy.count(Counter.HTTP2_MALFORMED);
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            int more = client.post("/more", "content-length: 2");
            client.data(more, false, "hello".getBytes());
            int less = client.post("/less", "content-length: 2");
            client.data(less, true, "h".getBytes());
            int lessWithTrailers = client.post("/less", "content-length: 2");
            client.headers(lessWithTrailers, true, Http2Wire.block("x-a: b"));

            assertThat(client.await(more).reset()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.await(less).reset()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.await(lessWithTrailers).reset()).isEqualTo(PROTOCOL_ERROR);
        }
        assertThat(proxy.count(Counter.HTTP2_MALFORMED)).isEqualTo(before + 3);
    }

    /// R-H2-8: what HTTP/1.1 would switch with is ignored, and not passed on.
    @Test
    void neverUpgradesToHttp2() throws IOException {
        try (Wire client = proxy.connect()) {
            client.send("GET /up HTTP/1.1\r\nHost: app.test\r\nConnection: upgrade, http2-settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABk\r\n\r\n");

            assertThat(client.read().startLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(last().head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("h2c", "http2-settings", "upgrade");
    }
}
