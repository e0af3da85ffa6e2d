package io.sluice.dataplane.http1;

import java.util.stream.Stream;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead.Method;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.Scans.Verdict;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ResponseScannerTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    static Stream<Arguments> statusLines() {
        return Stream.of(
                        "",
                        "HTTP/1.1",
                        "HTTP/1.1 ",
                        "HTTP/1.1 20",
                        "HTTP/1.1 2000",
                        "HTTP/1.1  200 OK",
                        "HTTP/1.1\t200 OK",
                        " HTTP/1.1 200 OK",
                        "HTTP/1.1 200\tOK",
                        "HTTP/1.1 099 Low",
                        "HTTP/1.1 600 High",
                        "HTTP/1.1 999 High",
                        "HTTP/1.1 2x0 OK",
                        "HTTP/1.1 +20 OK",
                        "HTTP/0.9 200 OK",
                        "HTTP/1.2 200 OK",
                        "HTTP/2.0 200 OK",
                        "HTTP/2 200",
                        "http/1.1 200 OK",
                        "HTTP/11 200 OK",
                        "ICY 200 OK",
                        "SSH-2.0-OpenSSH_9.2",
                        "<html>no head at all</html>",
                        "HTTP/1.1 200 O\u0000K",
                        "HTTP/1.1 200 O\rK",
                        "HTTP/1.1 200 OK\r",
                        "HTTP/1.1 200 O\u007fK")
                .map(line -> arguments(Failure.BAD_STATUS_LINE, line + "\r\nContent-Length: 0\r\n\r\n"));
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                arguments(Failure.BAD_STATUS_LINE, "HTTP/1.1 200 OK\n\r\n"),
                field(Failure.BAD_RESPONSE_FIELD, "A: b\nC: d"),
                field(Failure.BAD_RESPONSE_FIELD, "A : b"),
                field(Failure.BAD_RESPONSE_FIELD, "A: b\r\n folded"),
                field(Failure.BAD_RESPONSE_FIELD, ": b"),
                field(Failure.BAD_RESPONSE_FIELD, "no colon"),
                field(Failure.BAD_RESPONSE_FIELD, "A: b\u0000"),
                field(Failure.BAD_RESPONSE_FIELD, "A: b\rc"),
                field(Failure.BAD_RESPONSE_FIELD, "Connection: set-cookie"),
                field(Failure.BAD_RESPONSE_FIELD, "Connection: close, content-length"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: x"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length:"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: -1"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: 2, 2"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: 2\r\nContent-Length: 2"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: 2\r\nContent-Length: 3"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: 1234567890123456789"),
                field(Failure.BAD_RESPONSE_LENGTH, "Content-Length: 2\r\nTransfer-Encoding: chunked"),
                field(Failure.BAD_RESPONSE_CODING, "Transfer-Encoding: gzip"),
                field(Failure.BAD_RESPONSE_CODING, "Transfer-Encoding: gzip, chunked"),
                field(Failure.BAD_RESPONSE_CODING, "Transfer-Encoding: identity"),
                field(Failure.BAD_RESPONSE_CODING, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                arguments(Failure.BAD_RESPONSE_CODING, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    private static Arguments field(Failure failure, String line) {
        return arguments(failure, OK + line + "\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource({"statusLines", "heads"})
    void refusesInEverySplit(Failure failure, String text) {
        byte[] input = Octets.ascii(text);

        for (int[] cuts : Scans.splits(input.length)) {
            assertThat(Scans.response(input, Limits.DEFAULT, cuts))
                    .isEqualTo(new Verdict(ScanResult.REFUSED, failure, ""));
        }
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.side()).isEqualTo(Failure.Side.UPSTREAM);
        assertThat(failure.retry()).isEqualTo(Failure.Retry.NEVER);
    }

    static Stream<String> legal() {
        return Stream.of(
                OK + "\r\n",
                "HTTP/1.1 200\r\n\r\n",
                "HTTP/1.1 200 \r\n\r\n",
                "HTTP/1.0 404 Not Found, caf\u00e9\tcl\u00f6sed\r\nConnection: keep-alive\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n" + OK,
                "HTTP/1.1 599 Last\r\nTransfer-Encoding: Chunked\r\nConnection: x-a, close\r\nX-A: b\r\n\r\n",
                OK + "content-length: 007\r\nkeep-alive: max=5, timeout=30\r\nX_Under: kept\r\n\r\nrest");
    }

    @ParameterizedTest
    @MethodSource("legal")
    void acceptsInEverySplit(String text) {
        byte[] input = Octets.ascii(text);
        Verdict whole = Scans.response(input, Limits.DEFAULT);
        assertThat(whole.result()).isEqualTo(ScanResult.COMPLETE);

        for (int[] cuts : Scans.splits(input.length)) {
            assertThat(Scans.response(input, Limits.DEFAULT, cuts)).isEqualTo(whole);
        }
    }

    @Test
    void readsStatusAndLength() {
        ResponseHead head = Scans.response(OK + "content-length: 42\r\n\r\n");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.contentLength()).isEqualTo(42);
        assertThat(head.isInterim()).isFalse();
        assertThat(head.isKeepAlive()).isTrue();
    }

    @Test
    void readsHowLongTheEndpointKeepsItsConnection() {
        assertThat(keepAliveSeconds("timeout=5")).isEqualTo(5);
        assertThat(keepAliveSeconds("max=100, Timeout=7")).isEqualTo(7);
        assertThat(keepAliveSeconds("timeout=99999999999")).isEqualTo(Integer.MAX_VALUE);
        assertThat(keepAliveSeconds("timeout=")).isEqualTo(-1);
        assertThat(keepAliveSeconds("timeout=x")).isEqualTo(-1);
        assertThat(keepAliveSeconds("timeout=-1")).isEqualTo(-1);
        assertThat(keepAliveSeconds("max=3")).isEqualTo(-1);
    }

    private static int keepAliveSeconds(String value) {
        return Scans.response(OK + "Keep-Alive: " + value + "\r\n\r\n").keepAliveSeconds();
    }

    @Test
    void keepsConnectionsAsTheVersionImplies() {
        assertThat(Scans.response("HTTP/1.0 200 OK\r\n\r\n").isKeepAlive()).isFalse();
        assertThat(Scans.response("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n")
                        .isKeepAlive())
                .isTrue();
        assertThat(Scans.response(OK + "Connection: close\r\n\r\n").isKeepAlive())
                .isFalse();
    }

    @Test
    void switchesOnlyToWebsocket() {
        String switching = "HTTP/1.1 101 Switching Protocols\r\n";

        assertThat(Scans.response(switching + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n")
                        .isWebsocketSwitch())
                .isTrue();
        assertThat(Scans.response(switching + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n")
                        .isWebsocketSwitch())
                .isFalse();
        assertThat(Scans.response(switching + "Upgrade: websocket\r\n\r\n").isWebsocketSwitch())
                .isFalse();
        assertThat(Scans.response(OK + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n")
                        .isWebsocketSwitch())
                .isFalse();
    }

    @Test
    void knowsWhichResponsesHaveNoBody() {
        assertThat(Scans.response(OK + "\r\n").isBodiless(Method.GET)).isFalse();
        assertThat(Scans.response(OK + "\r\n").isBodiless(Method.HEAD)).isTrue();
        assertThat(Scans.response("HTTP/1.1 204 No\r\n\r\n").isBodiless(Method.GET))
                .isTrue();
        assertThat(Scans.response("HTTP/1.1 304 No\r\n\r\n").isBodiless(Method.GET))
                .isTrue();
        assertThat(Scans.response("HTTP/1.1 103 Hints\r\n\r\n").isBodiless(Method.GET))
                .isTrue();
    }

    @Test
    void dropsNominatedFields() {
        ResponseHead head = Scans.response(OK + "Connection: X-A\r\nx-a: b\r\nx-b: c\r\n\r\n");

        assertThat(head.fields().id(1)).isEqualTo(FieldId.DROPPED);
        assertThat(head.fields().id(2)).isEqualTo(FieldId.OTHER);
    }

    @Test
    void limitsFieldsAndHead() {
        int fields = Limits.DEFAULT.responseFields();
        int room = Limits.DEFAULT.responseHeadBytes() - OK.length() - "A: \r\n\r\n".length();

        assertAllSplits(OK + "A: b\r\n".repeat(fields) + "\r\n", ScanResult.COMPLETE, Failure.NONE);
        assertAllSplits(
                OK + "A: b\r\n".repeat(fields + 1) + "\r\n", ScanResult.REFUSED, Failure.RESPONSE_HEAD_TOO_LARGE);
        assertAllSplits(OK + "A: " + "b".repeat(room) + "\r\n\r\n", ScanResult.COMPLETE, Failure.NONE);
        assertAllSplits(
                OK + "A: " + "b".repeat(room + 1) + "\r\n\r\n", ScanResult.REFUSED, Failure.RESPONSE_HEAD_TOO_LARGE);
    }

    private static void assertAllSplits(String text, ScanResult result, Failure failure) {
        byte[] input = Octets.ascii(text);
        for (int[] cuts : Scans.splits(input.length)) {
            Verdict verdict = Scans.response(input, Limits.DEFAULT, cuts);
            assertThat(verdict.result()).isEqualTo(result);
            assertThat(verdict.failure()).isEqualTo(failure);
        }
    }
}
