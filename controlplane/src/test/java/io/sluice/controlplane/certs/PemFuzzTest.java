package io.sluice.controlplane.certs;

import java.security.KeyPair;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.certs.TestCertificates.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/// Whatever a file holds is used, or refused with a reason that does not quote it.
class PemFuzzTest {

    private static final int ROUNDS = 3_000;

    @Test
    void everyTextIsReadOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        KeyPair key = CertificateWriter.newKey();
        byte[] good = bytes(TestCertificates.writer("a.local", "b.local").selfSigned(key));
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = mutated(good, random);
            try {
                Pair.read(content, content).identity();
            } catch (BadSecret | Pair.BadKey bad) {
                assertThat(bad.getMessage()).isNotEmpty().doesNotContain("MII", "BEGIN P");
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] content = good.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            content[random.nextInt(content.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : good[random.nextInt(good.length)];
        }
        int from = random.nextInt(4) == 0 ? random.nextInt(content.length) : 0;
        int to = random.nextInt(4) == 0 ? from + random.nextInt(content.length - from) : content.length;
        return java.util.Arrays.copyOfRange(content, from, to);
    }
}
