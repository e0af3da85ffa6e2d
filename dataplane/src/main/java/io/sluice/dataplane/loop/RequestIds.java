package io.sluice.dataplane.loop;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Makes 128-bit request ids: unique, not secret.
@OnLoop
public final class RequestIds {

    /// Of one id in hexadecimal.
    public static final int LENGTH = 32;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(new SecureRandom().generateSeed(16));

    /// Writes the next id, 32 lower-case digits, at the start of `target`.
    public void next(byte[] target) {
        write(random.nextLong(), target, 0);
        write(random.nextLong(), target, LENGTH / 2);
    }

    private static void write(long value, byte[] target, int offset) {
        for (int i = 0; i < LENGTH / 2; i++) {
            target[offset + i] = HEX[(int) (value >>> (60 - 4 * i)) & 0xf];
        }
    }
}
