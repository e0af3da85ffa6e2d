package io.sluice.perf.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.sluice.perf.wire.Wire;
import io.sluice.perf.wire.WireException;

/// The server's end of a WebSocket (RFC 6455) that echoes messages, fragment by fragment.
final class EchoSocket {

    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MAX_BYTES = 1 << 20;

    private final Wire wire;

    EchoSocket(Wire wire) {
        this.wire = wire;
    }

    void say(String text) throws IOException {
        send(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns when the client has closed.
    void echo() throws IOException {
        while (true) {
            byte[] start = wire.readExactly(2);
            if ((start[1] & MASKED) == 0) {
                throw new WireException("a client that does not mask");
            }
            int length = length(start[1] & LENGTH);
            byte[] key = wire.readExactly(4);
            byte[] payload = wire.readExactly(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= key[i & 3];
            }
            int opcode = start[0] & 0x0f;
            if (opcode != PONG) {
                send(opcode == PING ? FINAL | PONG : start[0], payload);
            }
            if (opcode == CLOSE) {
                return;
            }
        }
    }

    private int length(int first) throws IOException {
        long length = switch (first) {
            case TWO_BYTES -> ByteBuffer.wrap(wire.readExactly(2)).getShort() & 0xffff;
            case EIGHT_BYTES -> ByteBuffer.wrap(wire.readExactly(8)).getLong();
            default -> first;
        };
        if (length < 0 || length > MAX_BYTES) {
            throw new WireException("a frame of " + length + " bytes");
        }
        return (int) length;
    }

    private void send(int first, byte[] payload) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(10).put((byte) first);
        if (payload.length < TWO_BYTES) {
            start.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            start.put((byte) TWO_BYTES).putShort((short) payload.length);
        } else {
            start.put((byte) EIGHT_BYTES).putLong(payload.length);
        }
        wire.out().write(start.array(), 0, start.position());
        wire.out().write(payload);
        wire.out().flush();
    }
}
