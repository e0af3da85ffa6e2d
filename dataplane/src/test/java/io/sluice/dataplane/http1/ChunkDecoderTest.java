package io.sluice.dataplane.http1;

import java.util.List;
import java.util.stream.Stream;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http1.Chunks.Decoded;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ChunkDecoderTest {

    static Stream<Arguments> refused() {
        String trailer = "0\r\n";
        return Stream.of(
                arguments(Failure.BAD_CHUNK, "\r\n"),
                arguments(Failure.BAD_CHUNK, " 5\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5 \r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5 ;a\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5\r\rhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5\r\nhello\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5\r\nhello!\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5\r\nhello\r0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "0x5\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "+5\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "-5\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "g\r\n"),
                arguments(Failure.BAD_CHUNK, ";a\r\n"),
                arguments(Failure.BAD_CHUNK, "000000005\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "80000000\r\n"),
                arguments(Failure.BAD_CHUNK, "ffffffff\r\n"),
                arguments(Failure.BAD_CHUNK, "100000000\r\n"),
                arguments(Failure.BAD_CHUNK, "5;a\u0000\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5;a\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5;a\u007f\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, "5;" + "x".repeat(257) + "\r\nhello\r\n0\r\n\r\n"),
                arguments(Failure.BAD_CHUNK, ("1;" + "x".repeat(256) + "\r\na\r\n").repeat(64) + "0;x\r\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "A : b\r\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "A: b\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "\n"),
                arguments(Failure.BAD_TRAILER, trailer + " folded\r\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "A: b\r\n c\r\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "nothing\r\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "A: \u0000\r\n\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "A: b\r\n".repeat(33) + "\r\n"),
                arguments(Failure.BAD_TRAILER, trailer + "A: " + "b".repeat(8 * 1024 - 4) + "\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesInEverySplit(Failure failure, String text) {
        byte[] input = Octets.ascii(text);

        for (int[] cuts : Scans.splits(input.length)) {
            assertThat(Chunks.decode(input, Limits.DEFAULT, cuts).failure()).isEqualTo(failure);
        }
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("0\r\n\r\n", "", List.of(), ""),
                arguments("00000000\r\n\r\n", "", List.of(), ""),
                arguments("5\r\nhello\r\n0\r\n\r\nGET", "hello", List.of(), "GET"),
                arguments("00000005\r\nhello\r\n1\r\n!\r\n000\r\n\r\n", "hello!", List.of(), ""),
                arguments("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789", List.of(), ""),
                arguments("5;\r\nhello\r\n0;a=\"b;c\"\t\u00e9\r\n\r\n", "hello", List.of(), ""),
                arguments("5;" + "x".repeat(256) + "\r\nhello\r\n0\r\n\r\n", "hello", List.of(), ""),
                arguments("2\r\n\r\n\r\n0\r\n\r\n", "\r\n", List.of(), ""),
                arguments("0\r\nA: b\r\nC:\r\n\r\nX", "", List.of("A=b", "C="), "X"),
                arguments(
                        "0\r\nA: " + "b".repeat(8 * 1024 - 5) + "\r\n\r\nX",
                        "",
                        List.of("A=" + "b".repeat(8 * 1024 - 5)),
                        "X"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void decodesInEverySplit(String text, String content, List<String> trailers, String rest) {
        byte[] input = Octets.ascii(text);

        for (int[] cuts : Scans.splits(input.length)) {
            assertThat(Chunks.decode(input, Limits.DEFAULT, cuts))
                    .isEqualTo(new Decoded(true, Failure.NONE, content, trailers, rest));
        }
    }

    @Test
    void waitsForTheRest() {
        String text = "5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\n";

        for (int length = 0; length < text.length(); length++) {
            Decoded decoded = Chunks.decode(Octets.ascii(text.substring(0, length)), Limits.DEFAULT);
            assertThat(decoded.ended()).isFalse();
            assertThat(decoded.failure()).isEqualTo(Failure.NONE);
        }
    }

    @Test
    void startsAnew() {
        ChunkDecoder decoder = new ChunkDecoder(Limits.DEFAULT);
        Chunks.decode(decoder, Octets.ascii("5\r\nhel"));
        Decoded first = Chunks.decode(decoder, Octets.ascii("1;x\r\na\r\n0\r\nA: b\r\n\r\n"));
        Decoded second = Chunks.decode(decoder, Octets.ascii("1\r\nb\r\n0\r\n\r\n"));

        assertThat(first.trailers()).containsExactly("A=b");
        assertThat(second).isEqualTo(new Decoded(true, Failure.NONE, "b", List.of(), ""));
    }
}
