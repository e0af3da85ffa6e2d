package io.sluice.perf.soak;

import java.io.IOException;

import io.sluice.perf.wire.Wire;
import io.sluice.perf.wire.WireException;

/// Unfragmented binary frames of a WebSocket (RFC 6455, 5.2), of at most 64 KB.
final class WebSocketFrames {

    static final int MAX_PAYLOAD_BYTES = 65_535;

    private static final int FINAL_BINARY = 0x82;
    private static final int FINAL_CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final byte[] KEY = {0x12, 0x34, 0x56, 0x78};

    private final Wire wire;
    private final boolean masks;

    /// @param masks what a client does, and a server must not
    WebSocketFrames(Wire wire, boolean masks) {
        this.wire = wire;
        this.masks = masks;
    }

    void send(byte[] payload) throws IOException {
        send(FINAL_BINARY, payload);
    }

    void sendClose() throws IOException {
        send(FINAL_CLOSE, new byte[0]);
    }

    private void send(int first, byte[] payload) throws IOException {
        int maskBit = masks ? MASKED : 0;
        wire.out().write(first);
        if (payload.length < LENGTH_IN_TWO_BYTES) {
            wire.out().write(maskBit | payload.length);
        } else {
            wire.out().write(maskBit | LENGTH_IN_TWO_BYTES);
            wire.out().write(payload.length >>> 8);
            wire.out().write(payload.length);
        }
        if (masks) {
            wire.out().write(KEY);
        }
        wire.out().write(masks ? applied(payload, KEY) : payload);
        wire.out().flush();
    }

    /// A frame's payload.
    ///
    /// @param data false for a close frame
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(boolean data, byte[] payload) {}

    Frame read() throws IOException {
        byte[] start = wire.readExactly(2);
        int first = start[0] & 0xff;
        if (first != FINAL_BINARY && first != FINAL_CLOSE) {
            throw new WireException("a frame that nobody sent: " + Integer.toHexString(first));
        }
        boolean masked = (start[1] & MASKED) != 0;
        if (masked == masks) {
            throw new WireException(masked ? "a server that masks" : "a client that does not mask");
        }
        int length = start[1] & 0x7f;
        if (length == LENGTH_IN_TWO_BYTES) {
            byte[] two = wire.readExactly(2);
            length = ((two[0] & 0xff) << 8) | (two[1] & 0xff);
        }
        byte[] key = masked ? wire.readExactly(KEY.length) : new byte[KEY.length];
        return new Frame(first == FINAL_BINARY, applied(wire.readExactly(length), key));
    }

    private static byte[] applied(byte[] payload, byte[] key) {
        byte[] result = payload.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= key[i & 3];
        }
        return result;
    }
}
