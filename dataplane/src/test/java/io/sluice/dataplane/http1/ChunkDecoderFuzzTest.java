package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http1.Chunks.Decoded;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// A body has one meaning: the same in every split, and the one that a naive reader gives it.
class ChunkDecoderFuzzTest {

    private static final int ROUNDS = 60_000;

    private static final List<String> PARTS = List.of(
            "5\r\nhello\r\n", "1;a=\"b\"\r\n!\r\n", "A\r\n0123456789\r\n", "0003\r\n\r\n0\r\n", "2\r\n\r\n\r\n");
    private static final List<String> ENDS =
            List.of("0\r\n\r\n", "00;x\r\n\r\nrest", "0\r\nA: b\r\n\r\n", "0\r\nA : b\r\n\r\n", "0\r\n", "");
    private static final Pattern SIZE = Pattern.compile("([0-9a-fA-F]{1,8})(;[\\t\\x20-\\x7e\\x80-\\xff]{0,256})?");
    private static final Pattern TRAILER =
            Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+:[\\t\\x20-\\x7e\\x80-\\xff]*");

    @Test
    void readsWhatANaiveReaderReads() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        List<byte[]> corpus = Mutations.corpus("chunk");
        int accepted = 0;

        for (int round = 0; round < ROUNDS; round++) {
            byte[] whole =
                    random.below(3) == 0 ? random.one(corpus) : Octets.ascii(random.some(PARTS, 4) + random.one(ENDS));
            byte[] input = random.damaged(whole);
            accepted += check(input, random.cuts(input.length)) ? 1 : 0;
        }

        assertThat(accepted).as("accepted with seed %d", seed).isGreaterThan(ROUNDS / 50);
    }

    @Test
    void keepsItsVerdictsOnTheCorpus() {
        Mutations.corpus("chunk", "accepted").forEach((name, input) -> checkVerdict(name, input, true, false));
        Mutations.corpus("chunk", "refused").forEach((name, input) -> checkVerdict(name, input, false, true));
        Mutations.corpus("chunk", "unfinished").forEach((name, input) -> checkVerdict(name, input, false, false));
    }

    private static void checkVerdict(String name, byte[] input, boolean ended, boolean refused) {
        Decoded whole = Chunks.decode(input, Limits.DEFAULT);
        assertThat(whole.ended()).as(name).isEqualTo(ended);
        assertThat(whole.failure() != Failure.NONE).as(name).isEqualTo(refused);
        for (int[] cuts : Scans.splits(input.length)) {
            check(input, cuts);
        }
    }

    private static boolean check(byte[] input, int[] cuts) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Decoded whole = Chunks.decode(input, Limits.DEFAULT);
        Decoded split = Chunks.decode(input, Limits.DEFAULT, cuts);

        assertThat(split).as(text).isEqualTo(whole);
        String naive = naive(text);
        if (whole.ended()) {
            assertThat(whole.content() + "|" + whole.rest()).as(text).isEqualTo(naive);
        } else if (whole.failure() != Failure.NONE) {
            assertThat(naive).as(text).isNull();
        }
        return whole.ended();
    }

    /// Content and rest; null for what is no whole body.
    private static String naive(String text) {
        StringBuilder content = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = text.indexOf("\r\n", at);
            Matcher size = SIZE.matcher(lineEnd < 0 ? "" : text.substring(at, lineEnd));
            if (!size.matches()) {
                return null;
            }
            long bytes = Long.parseLong(size.group(1), 16);
            at = lineEnd + 2;
            if (bytes == 0) {
                break;
            }
            if (at + bytes + 2 > text.length() || !text.startsWith("\r\n", at + (int) bytes)) {
                return null;
            }
            content.append(text, at, at + (int) bytes);
            at += (int) bytes + 2;
        }
        for (int trailers = 0; !text.startsWith("\r\n", at); trailers++) {
            int lineEnd = text.indexOf("\r\n", at);
            boolean tooMany = trailers >= Limits.DEFAULT.trailerFields();
            if (tooMany
                    || lineEnd < 0
                    || !TRAILER.matcher(text.substring(at, lineEnd)).matches()) {
                return null;
            }
            at = lineEnd + 2;
        }
        return content + "|" + text.substring(at + 2);
    }
}
