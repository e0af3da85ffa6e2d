package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead.Method;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;
import io.sluice.dataplane.http1.Scans.Verdict;
import io.sluice.dataplane.http1.StrictParser.Message;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Whatever an endpoint sends: what a client is given means the same to every reader.
class ResponseScannerFuzzTest {

    private static final int ROUNDS = 60_000;

    private static final List<String> STARTS = List.of(
            "HTTP/1.1 200 OK",
            "HTTP/1.0 200 OK",
            "HTTP/1.1 204 No Content",
            "HTTP/1.1 304",
            "HTTP/1.1 103 Hints",
            "HTTP/1.1 101 Switching",
            "HTTP/1.1 500 \u00e9",
            "HTTP/1.1 099 x",
            "HTTP/2 200",
            "HTTP/1.1 200 a\tb ");
    private static final List<String> LINES = List.of(
            "Content-Length: 5\r\n",
            "Content-Length: 5, 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Connection: close\r\n",
            "Connection: keep-alive, X-A\r\n",
            "Connection: upgrade\r\n",
            "Upgrade: websocket\r\n",
            "Keep-Alive: timeout=5\r\n",
            "Trailer: x\r\n",
            "X-Request-Id: 6\r\n",
            "X-A:  \t va lue \t\r\n",
            "Set-Cookie: a=b\r\n",
            " folded\r\n",
            "Proxy-Connection: a\r\n");

    @Test
    void acceptsOnlyWhatAllReadAlike() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        List<byte[]> corpus = Mutations.corpus("response");
        int accepted = 0;

        for (int round = 0; round < ROUNDS; round++) {
            String input = random.one(STARTS) + "\r\n" + random.some(LINES, 5)
                    + random.one(List.of("\r\n", "\r\n", "\r\nrest", "\n", ""));
            byte[] bytes = random.below(3) == 0 ? random.one(corpus) : Octets.ascii(input);
            accepted += check(random.damaged(bytes), random) ? 1 : 0;
        }

        assertThat(accepted).as("accepted with seed %d", seed).isGreaterThan(ROUNDS / 50);
    }

    static Stream<Arguments> corpus() {
        return Stream.of(
                arguments("accepted", ScanResult.COMPLETE),
                arguments("refused", ScanResult.REFUSED),
                arguments("unfinished", ScanResult.INCOMPLETE));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void keepsItsVerdictsOnTheCorpus(String directory, ScanResult result) {
        Mutations random = new Mutations(1);

        Mutations.corpus("response", directory).forEach((name, input) -> {
            Verdict whole = Scans.response(input, Limits.DEFAULT);
            assertThat(whole.result()).as(name).isEqualTo(result);
            for (int[] cuts : Scans.splits(input.length)) {
                assertThat(Scans.response(input, Limits.DEFAULT, cuts)).as(name).isEqualTo(whole);
            }
            check(input, random);
        });
    }

    private static boolean check(byte[] input, Mutations random) {
        Verdict whole = Scans.response(input, Limits.DEFAULT);
        String shown = new String(input, StandardCharsets.ISO_8859_1);
        assertThat(Scans.response(input, Limits.DEFAULT, random.cuts(input.length)))
                .as(shown)
                .isEqualTo(whole);
        if (whole.result() != ScanResult.COMPLETE) {
            return false;
        }
        ResponseHead head = Scans.response(shown);
        Framing framing = framing(head);
        String written = Writes.response(head, Writes.noInfo(), framing, ConnectionLine.NONE);
        Message message =
                StrictParser.response(written).orElseThrow(() -> new AssertionError(shown + "\n-> " + written));
        checkWritten(shown, head, framing, message);
        checkAgain(shown, head, framing, written);
        return true;
    }

    private static Framing framing(ResponseHead head) {
        if (head.isBodiless(Method.GET)) {
            return Framing.NONE;
        }
        return head.contentLength() >= 0 ? Framing.LENGTH : Framing.CHUNKED;
    }

    private static void checkWritten(String shown, ResponseHead head, Framing framing, Message message) {
        assertThat(message.start().getFirst()).as(shown).isEqualTo("1");
        assertThat(message.start().get(1)).as(shown).startsWith(head.status() + " ");
        assertThat(message.values("transfer-encoding"))
                .as(shown)
                .isEqualTo(framing == Framing.CHUNKED ? List.of("chunked") : List.of());
        assertThat(message.values("content-length").size()).as(shown).isLessThanOrEqualTo(1);
        assertThat(message.values("connection")).as(shown).isEmpty();
        assertThat(message.values("proxy-connection")).as(shown).isEmpty();
        assertThat(message.values("upgrade")).as(shown).isEmpty();
    }

    private static void checkAgain(String shown, ResponseHead head, Framing framing, String written) {
        ResponseHead again = Scans.response(written);

        assertThat(again.fields().lineStart()).as(shown).isEqualTo(written.length());
        assertThat(again.status()).as(shown).isEqualTo(head.status());
        assertThat(again.isChunked()).as(shown).isEqualTo(framing == Framing.CHUNKED);
        if (framing == Framing.LENGTH) {
            assertThat(again.contentLength()).as(shown).isEqualTo(head.contentLength());
        }
    }
}
