package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http1.Scans.Verdict;
import io.sluice.dataplane.http1.StrictParser.Message;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Whatever is accepted and written must mean the same to every reader, and be judged alike in every split.
class RequestScannerFuzzTest {

    private static final int ROUNDS = 60_000;

    private static final List<String> METHODS = List.of("GET", "POST", "OPTIONS", "HEAD", "PURGE", "get", "TRACE", "");
    private static final List<String> TARGETS = List.of(
            "/",
            "*",
            "/a/../b",
            "/%2e%2E/x?y=/../",
            "/%41%2f",
            "http://b.example/x",
            "HTTPS://[::1]:8/?a",
            "http://b",
            "http://u@b/",
            "//x",
            "/a;b=c?d#e",
            "/%",
            "b.example:80",
            "http://b?q",
            "/./",
            "/a%00",
            "/%zz?%zz");
    private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1");
    private static final List<String> LINES = List.of(
            "Host: a.example\r\n",
            "Host: a.example:80\r\n",
            "host:[::1]:8080\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: 05, 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: x, chunked\r\n",
            "Connection: close\r\n",
            "Connection: keep-alive, X-A\r\n",
            "Connection: upgrade\r\n",
            "Connection: cookie\r\n",
            "Upgrade: websocket\r\n",
            "Upgrade: h2c\r\n",
            "TE: trailers\r\n",
            "Trailer: x\r\n",
            "Expect: 100-continue\r\n",
            "X-Forwarded-For: 6.6.6.6\r\n",
            "X-Request-Id: 6\r\n",
            "X_Under: 6\r\n",
            "X-A:  \t va lue \t\r\n",
            "x-a:\r\n",
            "Cookie: a=b; c=\"d\"\r\n",
            " folded\r\n",
            "A: \u00e9\r\n");

    @Test
    void acceptsOnlyWhatAllReadAlike() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        List<byte[]> corpus = Mutations.corpus("request");
        int accepted = 0;

        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = random.below(3) == 0 ? random.one(corpus) : Octets.ascii(input(random));
            accepted += check(random.damaged(input), random) ? 1 : 0;
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

        Mutations.corpus("request", directory).forEach((name, input) -> {
            Verdict whole = Scans.request(input, Limits.DEFAULT);
            assertThat(whole.result()).as(name).isEqualTo(result);
            for (int[] cuts : Scans.splits(input.length)) {
                assertThat(Scans.request(input, Limits.DEFAULT, cuts)).as(name).isEqualTo(whole);
            }
            check(input, random);
        });
    }

    private static String input(Mutations random) {
        String host = random.below(4) == 0 ? "" : "Host: a.example\r\n";
        return random.one(List.of("", "", "", "\r\n", "\r\n\r\n\r\n"))
                + random.one(METHODS) + " " + random.one(TARGETS) + " " + random.one(VERSIONS) + "\r\n"
                + host + random.some(LINES, 5) + random.one(List.of("\r\n", "\r\n", "\r\n", "\r\nrest", "\n", ""));
    }

    private static boolean check(byte[] input, Mutations random) {
        Verdict whole = Scans.request(input, Limits.DEFAULT);
        String shown = new String(input, StandardCharsets.ISO_8859_1);
        assertThat(Scans.request(input, Limits.DEFAULT, random.cuts(input.length)))
                .as(shown)
                .isEqualTo(whole);
        if (whole.result() != ScanResult.COMPLETE) {
            return false;
        }
        RequestHead head = Scans.request(shown);
        if (PathNormalizer.normalize(head) == Failure.NONE) {
            checkWritten(shown, head);
        }
        return true;
    }

    private static void checkWritten(String shown, RequestHead head) {
        String written = Writes.request(head, Writes.forwarded(false));
        Message message =
                StrictParser.request(written).orElseThrow(() -> new AssertionError(shown + "\n-> " + written));
        Fields fields = head.fields();
        String host = head.hostStart() < 0 ? "" : fields.text(head.hostStart(), head.hostEnd());

        assertThat(message.start())
                .as(shown)
                .containsExactly(fields.text(head.methodStart(), head.methodEnd()), head.target(), "1");
        assertThat(message.values("host")).as(shown).containsExactly(host);
        assertThat(message.values("content-length").size()).as(shown).isEqualTo(head.contentLength() < 0 ? 0 : 1);
        assertThat(message.values("transfer-encoding"))
                .as(shown)
                .isEqualTo(head.isChunked() ? List.of("chunked") : List.of());
        assertThat(message.values("x-forwarded-for")).as(shown).containsExactly("192.0.2.7");
        assertThat(message.values("x-request-id")).as(shown).containsExactly(Writes.REQUEST_ID);
        assertThat(message.values("x-a")).as(shown).isEqualTo(unnominated(fields));
        if (head.hostStart() >= 0) {
            checkAgain(shown, head, written, message);
        }
    }

    private static List<String> unnominated(Fields fields) {
        return java.util.stream.IntStream.range(0, fields.count())
                .filter(i -> fields.id(i) == FieldId.OTHER)
                .filter(i -> fields.text(fields.nameStart(i), fields.nameEnd(i)).equalsIgnoreCase("x-a"))
                .mapToObj(fields::value)
                .toList();
    }

    private static void checkAgain(String shown, RequestHead head, String written, Message message) {
        RequestHead again = Scans.request(written);
        int end = again.fields().lineStart();

        assertThat(end).as(shown).isEqualTo(written.length());
        assertThat(again.target()).as(shown).isEqualTo(head.target());
        assertThat(again.method()).as(shown).isEqualTo(head.method());
        assertThat(again.contentLength()).as(shown).isEqualTo(head.contentLength());
        assertThat(again.isChunked()).as(shown).isEqualTo(head.isChunked());
        assertThat(again.isWebsocketUpgrade()).as(shown).isEqualTo(head.isWebsocketUpgrade());
        assertThat(again.fields().count()).as(shown).isEqualTo(message.fields().size());
        assertThat(PathNormalizer.normalize(again)).as(shown).isEqualTo(Failure.NONE);
        assertThat(again.target()).as(shown).isEqualTo(head.target());
    }
}
