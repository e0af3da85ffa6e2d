package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http1.Scans.Verdict;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// R-LIM-1: the same at whatever point the bytes are split.
class RequestLimitsTest {

    private static final String HOST = "Host: a.example\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST;

    @Test
    void limitsRequestLine() {
        int room = Limits.DEFAULT.requestLineBytes() - "GET / HTTP/1.1\r".length();
        String fits = "GET /" + "a".repeat(room) + " HTTP/1.1\r\n" + HOST + "\r\n";
        String tooLong = "GET /" + "a".repeat(room + 1) + " HTTP/1.1\r\n" + HOST + "\r\n";

        assertAllSplits(fits, Limits.DEFAULT, ScanResult.COMPLETE, Failure.NONE);
        assertAllSplits(tooLong, Limits.DEFAULT, ScanResult.REFUSED, Failure.REQUEST_LINE_TOO_LONG);
        assertAllSplits("GET /" + "a".repeat(9000), Limits.DEFAULT, ScanResult.REFUSED, Failure.REQUEST_LINE_TOO_LONG);
        assertThat(Failure.REQUEST_LINE_TOO_LONG.status()).isEqualTo(414);
    }

    @Test
    void limitsFields() {
        int room = Limits.DEFAULT.requestFields() - 1;
        String fits = GET + "A: b\r\n".repeat(room) + "\r\n";
        String tooMany = GET + "A: b\r\n".repeat(room + 1) + "\r\n";

        assertAllSplits(fits, Limits.DEFAULT, ScanResult.COMPLETE, Failure.NONE);
        assertAllSplits(tooMany, Limits.DEFAULT, ScanResult.REFUSED, Failure.TOO_MANY_FIELDS);
        assertThat(Failure.TOO_MANY_FIELDS.status()).isEqualTo(431);
    }

    @Test
    void limitsHead() {
        String lines = GET + ("A: " + "b".repeat(10_000) + "\r\n").repeat(3);
        int room = Limits.DEFAULT.requestHeadBytes() - lines.length() - "A: \r\n\r\n".length();
        String fits = lines + "A: " + "b".repeat(room) + "\r\n\r\n";
        String tooLarge = lines + "A: " + "b".repeat(room + 1) + "\r\n\r\n";

        assertAllSplits(fits, Limits.DEFAULT, ScanResult.COMPLETE, Failure.NONE);
        assertAllSplits(tooLarge, Limits.DEFAULT, ScanResult.REFUSED, Failure.HEAD_TOO_LARGE);
        assertThat(Failure.HEAD_TOO_LARGE.status()).isEqualTo(431);
    }

    @Test
    void limitsFieldLine() {
        int room = Limits.DEFAULT.fieldLineBytes() - "A: \r".length();
        String fits = GET + "A: " + "b".repeat(room) + "\r\nB: c\r\n\r\n";
        String tooLong = GET + "A: " + "b".repeat(room + 1) + "\r\nB: c\r\n\r\n";

        assertAllSplits(fits, Limits.DEFAULT, ScanResult.COMPLETE, Failure.NONE);
        assertAllSplits(tooLong, Limits.DEFAULT, ScanResult.REFUSED, Failure.FIELD_LINE_TOO_LONG);
        assertAllSplits(GET + "A".repeat(17_000), Limits.DEFAULT, ScanResult.REFUSED, Failure.FIELD_LINE_TOO_LONG);
        assertThat(Failure.FIELD_LINE_TOO_LONG.status()).isEqualTo(431);
    }

    private static void assertAllSplits(String text, Limits limits, ScanResult result, Failure failure) {
        byte[] input = Octets.ascii(text);
        for (int[] cuts : Scans.splits(input.length)) {
            Verdict verdict = Scans.request(input, limits, cuts);
            assertThat(verdict.result()).isEqualTo(result);
            assertThat(verdict.failure()).isEqualTo(failure);
        }
    }
}
