package io.sluice.dataplane.http;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathNormalizerTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "*, *",
        "/a/b, /a/b",
        "/a.b/c..d/...x, /a.b/c..d/...x",
        "/.., /",
        "/., /",
        "/./, /",
        "/../a, /a",
        "/a/.., /",
        "/a/../, /",
        "/a/b/../c, /a/c",
        "/a/b/./c/., /a/b/c/",
        "/a/b/../../../../c/.., /",
        "/a/./b/.., /a/",
        "/a//b, /a//b",
        "//a, //a",
        "//.., /",
        "/a//../b, /a/b",
        "/...//., /...//",
        "/%2e%2E/a, /a",
        "/a/%2e, /a/",
        "/.%2e/%2e./a, /a",
        "/%41%7a%30%2d%5F%7E, /Az0-_~",
        "/%20%3f%25%23%3B, /%20%3f%25%23%3B",
        "/%252e%252e/a, /%252e%252e/a",
        "/a?/../b, /a?/../b",
        "/../a?%41=%zz&/./, /a?%41=%zz&/./",
        "/a?b?%, /a?b?%",
    })
    void bringsPathsToOneForm(String target, String normal) {
        RequestHead head = head(target);

        assertThat(PathNormalizer.normalize(head)).isEqualTo(Failure.NONE);
        assertThat(head.target()).isEqualTo(normal);
        assertThat(head.encodedSeparatorAt()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%4g", "/%g4", "/a%?41", "/%%41", "/a/../%x"})
    void refusesBrokenEscapes(String target) {
        assertThat(PathNormalizer.normalize(head(target))).isEqualTo(Failure.BAD_TARGET);
    }

    @ParameterizedTest
    @CsvSource({"/a%2fb, 2", "/a%2Fb, 2", "/a%5cb, 2", "/%00, 1", "/x/../a%41%5Cb, 3", "/a?%2f, -1", "/%2e/%2f, 1"})
    void tellsWhereSeparatorsAreEncoded(String target, int offset) {
        RequestHead head = head(target);

        assertThat(PathNormalizer.normalize(head)).isEqualTo(Failure.NONE);
        assertThat(head.encodedSeparatorAt()).isEqualTo(offset);
    }

    /// Of random paths: a normal one stays, starts with a slash, has no dot segment, and agrees with a naive reading.
    @Test
    void isIdempotentAndAgreesWithANaiveReading() {
        long seed = System.nanoTime();
        System.out.println("PathNormalizerTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String[] parts = {"/", "/", ".", "..", "%2e", "a", "%61", "%2f", "%25", ";", "b"};

        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder("/");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String target = text.toString();
            RequestHead head = head(target);
            assertThat(PathNormalizer.normalize(head)).isEqualTo(Failure.NONE);
            String normal = head.target();
            PathNormalizer.normalize(head);

            assertThat(head.target()).as("seed %d: %s", seed, target).isEqualTo(normal);
            assertThat(normal).as("seed %d: %s", seed, target).isEqualTo(naive(target));
        }
    }

    /// RFC 3986, 5.2.4, to the letter.
    private static String naive(String target) {
        String input = target.replace("%2e", ".").replace("%61", "a");
        StringBuilder output = new StringBuilder();
        while (!input.isEmpty()) {
            if (input.startsWith("/./")) {
                input = input.substring(2);
            } else if (input.equals("/.")) {
                input = "/";
            } else if (input.startsWith("/../") || input.equals("/..")) {
                input = input.equals("/..") ? "/" : input.substring(3);
                output.setLength(Math.max(0, output.lastIndexOf("/")));
            } else {
                int end = input.indexOf('/', 1) < 0 ? input.length() : input.indexOf('/', 1);
                output.append(input, 0, end);
                input = input.substring(end);
            }
        }
        return output.toString();
    }

    private static RequestHead head(String target) {
        RequestHead head = new RequestHead();
        head.clear();
        byte[] bytes = Octets.ascii(target);
        head.fields().reserve(bytes.length);
        System.arraycopy(bytes, 0, head.fields().bytes(), 0, bytes.length);
        head.fields().advance(bytes.length);
        head.target(0, bytes.length);
        return head;
    }
}
