package io.sluice.dataplane.filter;

import java.security.SecureRandom;

/// SipHash-2-4 of 64-bit words under a secret key (Aumasson and Bernstein, 2012): nobody outside can tell which inputs
/// meet in one slot of a table. Immutable.
final class SipHash {

    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    static SipHash random() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /// Of three words, read as 24 little-endian bytes.
    long of(long first, long second, long third) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int word = 0; word < 5; word++) {
            long message = switch (word) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                case 3 -> 24L << 56; // the length closes the message
                default -> 0;
            };
            boolean isEnd = word == 4;
            v2 ^= isEnd ? 0xff : 0;
            v3 ^= message;
            for (int round = isEnd ? 4 : 2; round > 0; round--) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= message;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
