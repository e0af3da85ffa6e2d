package io.sluice.dataplane.http;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcStatusTest {

    private static RequestHead request(String... lines) {
        RequestHead head = new RequestHead();
        head.clear();
        Fields fields = head.fields();
        for (String line : lines) {
            byte[] bytes = Octets.ascii(line + "\r\n");
            int start = fields.length();
            fields.reserve(bytes.length);
            System.arraycopy(bytes, 0, fields.bytes(), start, bytes.length);
            fields.advance(bytes.length);
            assertThat(FieldLines.add(fields, start, fields.length() - 1)).isEqualTo(Failure.NONE);
        }
        return head;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type: application/grpc",
                "Content-Type: Application/gRPC+proto",
                "content-type: application/grpc;charset=utf-8"
            })
    void knowsCalls(String line) {
        assertThat(GrpcStatus.isCall(request("a: b", line))).isTrue();
    }

    /// gRPC-Web has its trailers in the body, and is plain HTTP to a proxy.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type: application/grpc-web+proto",
                "content-type: application/grp",
                "content-type: text/plain",
                "x: application/grpc"
            })
    void knowsWhatIsNone(String line) {
        assertThat(GrpcStatus.isCall(request(line))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1H, 3600000000000",
        "2M, 120000000000",
        "3S, 3000000000",
        "100m, 100000000",
        "99999999u, 99999999000",
        "7n, 7",
        "0S, 0"
    })
    void readsTimeouts(String value, long nanos) {
        assertThat(GrpcStatus.timeoutNanos(request("grpc-timeout: " + value))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "S", "1s", "-1S", "1 S", "123456789S", "1.5S"})
    void ignoresWhatIsNoTimeout(String value) {
        assertThat(GrpcStatus.timeoutNanos(request("grpc-timeout: " + value))).isEqualTo(GrpcStatus.NO_TIMEOUT);
    }

    @Test
    void aRequestWithoutTimeoutHasNone() {
        assertThat(GrpcStatus.timeoutNanos(request("a: b"))).isEqualTo(GrpcStatus.NO_TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 13", "401, 16", "403, 7", "404, 12", "408, 1", "413, 8", "421, 14", "429, 8", "431, 13", "499, 1",
        "500, 13", "502, 14", "503, 14", "504, 4", "505, 2"
    })
    void saysInItsOwnStatuses(int http, int grpc) {
        assertThat(GrpcStatus.of(http)).isEqualTo(grpc);
    }

    @Test
    void trailersSayWhatBrokeOff() {
        Fields trailers = GrpcStatus.trailers(Failure.TRUNCATED_RESPONSE);

        assertThat(List.of(
                        trailers.text(trailers.nameStart(0), trailers.lineEnd(0)),
                        trailers.text(trailers.nameStart(1), trailers.lineEnd(1))))
                .containsExactly("grpc-status: 14\r\n", "grpc-message: sluice: truncated_response\r\n");
    }

    /// A call is answered in one head, whatever it accepts.
    @Test
    void answersCallsByStatusAlone() {
        OwnAnswers answers = new OwnAnswers(new ErrorPages("proxy"));

        LocalAnswer answer =
                answers.failure(Failure.RATE_LIMITED, request("content-type: application/grpc", "accept: text/html"));
        HeadWriter head = new HeadWriter().begin();
        answer.appendHead(head);
        HeadWriter body = new HeadWriter().begin();
        answer.appendBody(body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.meantStatus()).isEqualTo(429);
        assertThat(new String(head.bytes(), 0, head.length(), java.nio.charset.StandardCharsets.US_ASCII))
                .contains(
                        "content-type: application/grpc\r\n",
                        "grpc-status: 8\r\n",
                        "grpc-message: sluice: rate_limited");
        assertThat(body.length()).isZero();
    }
}
