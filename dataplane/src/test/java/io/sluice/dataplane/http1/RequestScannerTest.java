package io.sluice.dataplane.http1;

import java.util.stream.Stream;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestHead.Method;
import io.sluice.dataplane.http1.Scans.Verdict;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RequestScannerTest {

    private static final String HOST = "Host: a.example\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST;

    static Stream<Arguments> requestLines() {
        return Stream.of(
                line(Failure.BAD_REQUEST_LINE, 400, "GET  / HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /  HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, " GET / HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTP/1.1 "),
                line(Failure.BAD_REQUEST_LINE, 400, "GET\t/\tHTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET\u000b/ HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET\f/ HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /\u000bHTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / "),
                line(Failure.BAD_REQUEST_LINE, 400, "GET HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "G@T / HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "G\u00cbT / HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / http/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTP/11"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTP/1.10"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTP/1,1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTP/1."),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTPS/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /#x HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /a\\b HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /a\u0001 HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /a\u0000 HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /a\u007f HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /\u00e9 HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET /a\rb HTTP/1.1"),
                line(Failure.BAD_REQUEST_LINE, 400, "GET / HTTP/1.1\r"),
                line(Failure.UNSUPPORTED_VERSION, 505, "GET / HTTP/0.9"),
                line(Failure.UNSUPPORTED_VERSION, 505, "GET / HTTP/1.2"),
                line(Failure.UNSUPPORTED_VERSION, 505, "GET / HTTP/2.0"),
                line(Failure.UNSUPPORTED_VERSION, 505, "GET / HTTP/9.9"),
                line(Failure.UNSUPPORTED_VERSION, 505, "PRI * HTTP/2.0"),
                line(Failure.BAD_TARGET, 400, "GET a HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET * HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "OPTIONS ** HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET ?a HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET a.example:80 HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET ftp://a.example/ HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http:/a.example/ HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http:// HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http:///a HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http://?a HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http://u@a.example/ HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http://u:p@a.example/ HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http://a.example:99999/ HTTP/1.1"),
                line(Failure.BAD_TARGET, 400, "GET http://a.example:x/ HTTP/1.1"),
                line(Failure.METHOD_NOT_ALLOWED, 405, "CONNECT a.example:443 HTTP/1.1"),
                line(Failure.METHOD_NOT_ALLOWED, 405, "CONNECT / HTTP/1.1"),
                line(Failure.METHOD_NOT_ALLOWED, 405, "TRACE / HTTP/1.1"));
    }

    private static Arguments line(Failure failure, int status, String line) {
        return arguments(failure, status, line + "\r\n" + HOST + "\r\n");
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                arguments(Failure.BARE_LINE_FEED, 400, "GET / HTTP/1.1\n" + HOST + "\r\n"),
                arguments(Failure.BARE_LINE_FEED, 400, "\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments(Failure.BARE_LINE_FEED, 400, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
                arguments(Failure.BARE_LINE_FEED, 400, GET + "\n"),
                arguments(Failure.TOO_MANY_EMPTY_LINES, 400, "\r\n\r\n\r\n" + GET + "\r\n"),
                arguments(Failure.FOLDED_FIELD, 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                arguments(Failure.FOLDED_FIELD, 400, GET + "A: b\r\n c\r\n\r\n"),
                arguments(Failure.FOLDED_FIELD, 400, GET + "\tc\r\n\r\n"),
                arguments(Failure.FOLDED_FIELD, 400, GET + " \r\n\r\n"),
                arguments(Failure.MISSING_HOST, 400, "GET / HTTP/1.1\r\n\r\n"),
                arguments(Failure.MISSING_HOST, 400, "GET http://a.example/ HTTP/1.1\r\nA: b\r\n\r\n"),
                arguments(Failure.DUPLICATE_HOST, 400, GET + HOST + "\r\n"),
                arguments(Failure.DUPLICATE_HOST, 400, GET + "host: b\r\n\r\n"),
                arguments(Failure.DUPLICATE_HOST, 400, "GET / HTTP/1.0\r\n" + HOST + HOST + "\r\n"),
                arguments(Failure.METHOD_NOT_ALLOWED, 405, "TRACE / HTTP/1.0\r\n\r\n"));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                        "",
                        "a/b",
                        "a@b",
                        "a b",
                        "a,b",
                        "a?b",
                        "a#b",
                        "a\\b",
                        "a:b",
                        "a:65536",
                        "a:80:80",
                        "a:-1",
                        ":80",
                        "[::1",
                        "::1",
                        "[]",
                        "[:]",
                        "[::1]x",
                        "[::1]:99999",
                        "[g::1]",
                        "[::1%25eth0]",
                        "[v1.a]",
                        "%zz",
                        "a%4",
                        "a%",
                        "a\u00e9",
                        "a\"b",
                        "<a>",
                        "http://a")
                .map(host -> arguments(Failure.BAD_HOST, 400, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                field(Failure.BAD_FIELD_NAME, 400, ": b"),
                field(Failure.BAD_FIELD_NAME, 400, "A : b"),
                field(Failure.BAD_FIELD_NAME, 400, "A\t: b"),
                field(Failure.BAD_FIELD_NAME, 400, "A b: c"),
                field(Failure.BAD_FIELD_NAME, 400, "A"),
                field(Failure.BAD_FIELD_NAME, 400, "A(: b"),
                field(Failure.BAD_FIELD_NAME, 400, "A\u0000: b"),
                field(Failure.BAD_FIELD_NAME, 400, "\u00e9: b"),
                field(Failure.BAD_FIELD_NAME, 400, "A\r: b"),
                field(Failure.BAD_FIELD_VALUE, 400, "A: b\u0000c"),
                field(Failure.BAD_FIELD_VALUE, 400, "A: b\rc"),
                field(Failure.BAD_FIELD_VALUE, 400, "A: b\r"),
                field(Failure.BAD_FIELD_VALUE, 400, "A: b\u007f"),
                field(Failure.BAD_FIELD_VALUE, 400, "A: \u000bb"),
                field(Failure.BAD_FIELD_VALUE, 400, "A: 0123456789abcde\u001f"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length:"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: +1"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: -1"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 1 1"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 0x1"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 1,1"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 1.0"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 1234567890123456789"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 1\r\nContent-Length: 1"),
                field(Failure.BAD_CONTENT_LENGTH, 400, "Content-Length: 1\r\ncontent-length: 2"),
                field(Failure.AMBIGUOUS_LENGTH, 400, "Content-Length: 1\r\nTransfer-Encoding: chunked"),
                field(Failure.AMBIGUOUS_LENGTH, 400, "Transfer-Encoding: chunked\r\nContent-Length: 0"),
                field(Failure.BAD_TRANSFER_ENCODING, 400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                field(Failure.BAD_TRANSFER_ENCODING, 400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding: gzip, chunked"),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding: chunked,"),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding: ,chunked"),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding: identity"),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding: chunked;a=b"),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding: \"chunked\""),
                field(Failure.UNKNOWN_TRANSFER_ENCODING, 501, "Transfer-Encoding:"),
                field(Failure.UNKNOWN_EXPECTATION, 417, "Expect: 200-ok"),
                field(Failure.UNKNOWN_EXPECTATION, 417, "Expect: 100-continue, x"),
                arguments(
                        Failure.BAD_TRANSFER_ENCODING,
                        400,
                        "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"));
    }

    private static Arguments field(Failure failure, int status, String line) {
        return arguments(failure, status, "POST / HTTP/1.1\r\n" + HOST + line + "\r\n\r\n");
    }

    static Stream<Arguments> forbiddenOptions() {
        return Stream.of(
                        "host",
                        "Content-Length",
                        "transfer-encoding",
                        "Authorization",
                        "close, COOKIE",
                        "x-forwarded-for",
                        "X-Forwarded-Proto",
                        "x-forwarded-host",
                        "x-forwarded-port",
                        "x-forwarded-prefix",
                        "x-real-ip",
                        "forwarded",
                        "keep-alive ,, x-request-id")
                .map(option -> arguments(
                        Failure.FORBIDDEN_CONNECTION_OPTION, 400, GET + "Connection: " + option + "\r\n\r\n"));
    }

    /// R-H1-1, R-H1-2, R-H1-3, R-H1-6, R-H1-7, R-FWD-1: each with its status.
    @ParameterizedTest
    @MethodSource({"requestLines", "heads", "hosts", "fields", "forbiddenOptions"})
    void refusesInEverySplit(Failure failure, int status, String text) {
        byte[] input = Octets.ascii(text);

        for (int[] cuts : Scans.splits(input.length)) {
            assertThat(Scans.request(input, Limits.DEFAULT, cuts))
                    .isEqualTo(new Verdict(ScanResult.REFUSED, failure, ""));
        }
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.side()).isEqualTo(Failure.Side.DOWNSTREAM);
    }

    static Stream<String> legal() {
        return Stream.of(
                GET + "\r\n",
                "\r\n" + GET + "\r\n",
                "\r\n\r\n" + GET + "\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\nExpect: whatever\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n",
                "OPTIONS http://a.example HTTP/1.1\r\n" + HOST + "\r\n",
                "BREW /pot?milk=%zz HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a/b;c=d?e=f&g=%20/../x HTTP/1.1\r\n" + HOST + "\r\n",
                "GET //a HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /{}|^\"<>`[] HTTP/1.1\r\n" + HOST + "\r\n",
                "GET HTTPS://b.example:8443/x HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://b.example?x HTTP/1.1\r\n" + HOST + "\r\n",
                "GET / HTTP/1.1\r\nHost:a.example:\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST: [2001:db8::1]:8080 \t\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a%41_b.example.:65535\r\n\r\n",
                GET + "A:\r\nB: \t\r\nC: \u00e9\tx\r\n!#$%&'*+-.^_`|~: y\r\n\r\n",
                GET + "Content-Length: 123456789012345678\r\n\r\n",
                GET + "Content-Length: 0\r\n\r\n",
                GET + "Transfer-Encoding: \tChUnKeD \r\n\r\n",
                GET + "Connection: close, keep-alive, X-A\r\nX-A: b\r\nConnection: upgrade\r\n\r\n",
                GET + "Expect: 100-Continue\r\n\r\n",
                GET + "TE: trailers, gzip\r\nTE: deflate\r\n\r\nGET / HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @MethodSource("legal")
    void acceptsInEverySplit(String text) {
        byte[] input = Octets.ascii(text);
        Verdict whole = Scans.request(input, Limits.DEFAULT);
        assertThat(whole.result()).isEqualTo(ScanResult.COMPLETE);

        for (int[] cuts : Scans.splits(input.length)) {
            assertThat(Scans.request(input, Limits.DEFAULT, cuts)).isEqualTo(whole);
        }
    }

    @Test
    void waitsForTheRest() {
        String text = GET + "Content-Length: 5\r\n\r\n";

        for (int length = 0; length < text.length(); length++) {
            assertThat(Scans.request(Octets.ascii(text.substring(0, length)), Limits.DEFAULT)
                            .result())
                    .isEqualTo(ScanResult.INCOMPLETE);
        }
    }

    @Test
    void saysWhereTheHeadEnds() {
        RequestHead head = Scans.request(GET + "Content-Length: 5\r\n\r\nhello");

        assertThat(head.fields().lineStart()).isEqualTo(GET.length() + 21);
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.hasBody()).isTrue();
    }

    @Test
    void takesHostOfAbsoluteForm() {
        RequestHead head = Scans.request("GET http://B.example:81/x?y HTTP/1.1\r\n" + HOST + "\r\n");

        assertThat(head.fields().text(head.hostStart(), head.hostEnd())).isEqualTo("B.example:81");
        assertThat(head.target()).isEqualTo("/x?y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET http://b.example", "GET HTTP://b.example/", "OPTIONS http://b.example/"})
    void writesRootOfAbsoluteForm(String start) {
        assertThat(Scans.request(start + " HTTP/1.1\r\n" + HOST + "\r\n").target())
                .isEqualTo("/");
    }

    @Test
    void keepsQueryOfAbsoluteFormWithoutPath() {
        assertThat(Scans.request("GET http://b.example?x=/.. HTTP/1.1\r\n" + HOST + "\r\n")
                        .target())
                .isEqualTo("/?x=/..");
    }

    /// RFC 9112, 3.2.4.
    @Test
    void writesServerWideOptionsAsAsterisk() {
        assertThat(Scans.request("OPTIONS http://b.example HTTP/1.1\r\n" + HOST + "\r\n")
                        .target())
                .isEqualTo("*");
    }

    @Test
    void knowsMethodsByTheirCase() {
        assertThat(Scans.request(GET + "\r\n").method()).isEqualTo(Method.GET);
        assertThat(Scans.request("get / HTTP/1.1\r\n" + HOST + "\r\n").method()).isEqualTo(Method.OTHER);
        assertThat(Scans.request("PATCH / HTTP/1.1\r\n" + HOST + "\r\n").method())
                .isEqualTo(Method.PATCH);
    }

    @Test
    void keepsConnectionsAsTheVersionImplies() {
        assertThat(Scans.request(GET + "\r\n").isKeepAlive()).isTrue();
        assertThat(Scans.request(GET + "Connection: Close\r\n\r\n").isKeepAlive())
                .isFalse();
        assertThat(Scans.request("GET / HTTP/1.0\r\n\r\n").isKeepAlive()).isFalse();
        assertThat(Scans.request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .isKeepAlive())
                .isTrue();
        assertThat(Scans.request(GET + "Connection: keep-alive\r\nConnection: close\r\n\r\n")
                        .isKeepAlive())
                .isFalse();
    }

    @Test
    void ignoresExpectationOfHttp10() {
        assertThat(Scans.request("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
                        .expectsContinue())
                .isFalse();
        assertThat(Scans.request(GET + "Expect: 100-continue\r\n\r\n").expectsContinue())
                .isTrue();
    }

    /// R-WS-2: nothing else may become a tunnel.
    @Test
    void upgradesOnlyBodilessGetOfHttp11ToWebsocket() {
        String upgrade = "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n";

        assertThat(Scans.request(GET + upgrade + "\r\n").isWebsocketUpgrade()).isTrue();
        assertThat(Scans.request(GET + "Upgrade: websocket\r\n\r\n").isWebsocketUpgrade())
                .isFalse();
        assertThat(Scans.request(GET + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n")
                        .isWebsocketUpgrade())
                .isFalse();
        assertThat(Scans.request(GET + upgrade + "Content-Length: 1\r\n\r\n").isWebsocketUpgrade())
                .isFalse();
        assertThat(Scans.request("POST / HTTP/1.1\r\n" + HOST + upgrade + "\r\n")
                        .isWebsocketUpgrade())
                .isFalse();
        assertThat(Scans.request("GET / HTTP/1.0\r\n" + HOST + upgrade + "\r\n").isWebsocketUpgrade())
                .isFalse();
    }

    @Test
    void dropsNamesWithUnderscore() {
        RequestHead head = Scans.request(GET + "X_Forwarded_For: 1.2.3.4\r\nX-A: b\r\n\r\n");

        assertThat(head.fields().id(1)).isEqualTo(FieldId.DROPPED);
        assertThat(head.fields().id(2)).isEqualTo(FieldId.OTHER);
    }

    @Test
    void dropsNominatedFields() {
        RequestHead head = Scans.request(GET + "x-a: 1\r\nConnection: X-A, foo\r\nX-a: 2\r\nFoo: 3\r\nx-ab: 4\r\n\r\n");

        assertThat(new byte[] {
                    head.fields().id(1), head.fields().id(3), head.fields().id(4)
                })
                .containsOnly(FieldId.DROPPED);
        assertThat(head.fields().id(5)).isEqualTo(FieldId.OTHER);
    }
}
