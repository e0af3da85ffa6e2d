package io.sluice.dataplane.http;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OctetsTest {

    private static final int ROUNDS = 200_000;

    @Test
    void searchesWordsAsAPlainLoopWould() {
        long seed = System.nanoTime();
        System.out.println("OctetsTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);

        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(random);
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(Octets.indexOfLineFeed(bytes, from, to))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(plainIndex(bytes, from, to));
            assertThat(Octets.isFieldValue(bytes, from, to))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(plainValue(bytes, from, to));
        }
    }

    /// Mostly bytes next to those that matter, where carries of the word-wise search would show.
    private static byte[] bytes(SplittableRandom random) {
        byte[] near = {'\n', '\n' + 1, '\n' - 1, '\t', 0x1f, 0x20, 0x7f, 0x7e, (byte) 0x80, (byte) 0xff, 0, (byte) 0x8a
        };
        byte[] bytes = new byte[random.nextInt(40)];
        boolean rare = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            boolean plain = rare && random.nextInt(12) > 0;
            bytes[i] = plain ? (byte) ('a' + random.nextInt(26)) : near[random.nextInt(near.length)];
        }
        return bytes;
    }

    private static int plainIndex(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean plainValue(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = bytes[i] & 0xff;
            if (c != '\t' && (c < ' ' || c == 0x7f)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void knowsItsCharacterClasses() {
        for (int c = 0; c < 256; c++) {
            String one = String.valueOf((char) c);
            assertThat(Octets.isTchar((byte) c)).as("%x", c).isEqualTo(one.matches("[!#$%&'*+\\-.^_`|~0-9A-Za-z]"));
            assertThat(Octets.isTarget((byte) c)).as("%x", c).isEqualTo(one.matches("[!-~&&[^#\\\\]]"));
            assertThat(Octets.isHost((byte) c)).as("%x", c).isEqualTo(one.matches("[0-9A-Za-z\\-._~%!$&'()*+;=]"));
            assertThat(Octets.isDigit((byte) c)).as("%x", c).isEqualTo(one.matches("[0-9]"));
            int hex = one.matches("[0-9a-fA-F]") ? Integer.parseInt(one, 16) : -1;
            assertThat(Octets.hexValue((byte) c)).as("%x", c).isEqualTo(hex);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + 32) : (char) c;
            assertThat(Octets.lower((byte) c)).as("%x", c).isEqualTo((byte) lower);
        }
    }

    @Test
    void comparesIgnoringCaseOfLettersOnly() {
        byte[] text = Octets.ascii("xHost-@[`{");

        assertThat(Octets.equalsIgnoreCase(text, 1, 5, Octets.ascii("host"))).isTrue();
        assertThat(Octets.equalsIgnoreCase(text, 1, 6, Octets.ascii("host"))).isFalse();
        assertThat(Octets.equalsIgnoreCase(text, 6, 7, Octets.ascii("`"))).isFalse();
        assertThat(Octets.equalsIgnoreCase(text, 7, 8, Octets.ascii("{"))).isFalse();
    }
}
