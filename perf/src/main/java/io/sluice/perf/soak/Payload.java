package io.sluice.perf.soak;

import io.sluice.perf.wire.WireException;

/// Bytes that follow from a seed and a position, so that both ends can check them without keeping them.
final class Payload {

    private Payload() {}

    static byte[] of(long seed, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(seed, i);
        }
        return bytes;
    }

    private static byte at(long seed, int position) {
        long mixed = (seed + (position >>> 3)) * 0x9E3779B97F4A7C15L;
        return (byte) (mixed >>> ((position & 7) << 3));
    }

    static void require(byte[] received, long seed, int length) throws WireException {
        if (received.length != length) {
            throw new WireException(received.length + " bytes of body, " + length + " were expected");
        }
        for (int i = 0; i < length; i++) {
            if (received[i] != at(seed, i)) {
                throw new WireException("body differs at byte " + i + " of " + length);
            }
        }
    }
}
