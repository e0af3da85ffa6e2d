package io.sluice.dataplane.http2;

import java.util.ArrayDeque;

import io.sluice.dataplane.loop.OnLoop;

/// Arrays in which connections collect their frames, lent for one turn of the loop: as many as connections that send
/// in one turn.
@OnLoop
final class FrameArrays {

    /// Of a connection that has nothing to send.
    static final byte[] NONE = {};

    private static final int BYTES = 40 * 1024;
    private static final int MAX_KEPT = 64;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    byte[] take() {
        byte[] array = free.pollLast();
        return array == null ? new byte[BYTES] : array;
    }

    /// One that has grown is forgotten.
    void give(byte[] array) {
        if (array.length == BYTES && free.size() < MAX_KEPT) {
            free.addLast(array);
        }
    }
}
