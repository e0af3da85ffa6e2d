package io.sluice.dataplane.tunnel;

import io.netty.buffer.ByteBuf;

/// Knows where frames of a WebSocket begin in the bytes that one side sends (RFC 6455, 5.2), so that a frame of our own
/// can be put between two of them. Reads headers only. Owned by one loop.
final class FrameCursor {

    private static final int OPCODE = 0x0F;
    private static final int OPCODE_CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private int headerSeen; // bytes of the present frame's header
    private int headerBytes = 2; // of the present frame's header, as far as is known
    private int lengthEnd; // where the length ends in it
    private long length; // of the present frame's payload, as far as the header is read
    private long payloadLeft;
    private boolean closing;

    /// Nothing of a frame has been sent that is not complete.
    boolean isBetweenFrames() {
        return headerSeen == 0 && payloadLeft == 0;
    }

    /// A close frame has begun; none may follow.
    boolean isClosing() {
        return closing;
    }

    /// Passes over all that is readable, which stays so.
    void skip(ByteBuf data) {
        int at = data.readerIndex();
        while (at < data.writerIndex()) {
            at = skipFrame(data, at);
        }
    }

    /// Passes over what is left of the present frame, if it has begun.
    ///
    /// @return how many of the readable bytes that is
    int skipToBoundary(ByteBuf data) {
        int at = data.readerIndex();
        while (at < data.writerIndex() && !isBetweenFrames()) {
            at = skipFrame(data, at);
        }
        return at - data.readerIndex();
    }

    /// As much of one frame as there is.
    private int skipFrame(ByteBuf data, int from) {
        int at = from;
        while (payloadLeft == 0 && at < data.writerIndex()) {
            onHeaderByte(data.getByte(at++) & 0xFF);
            if (headerSeen == headerBytes) {
                headerSeen = 0;
                headerBytes = 2;
                break;
            }
        }
        if (headerSeen > 0) {
            return at;
        }
        int skipped = (int) Math.min(payloadLeft, data.writerIndex() - at);
        payloadLeft -= skipped;
        return at + skipped;
    }

    private void onHeaderByte(int value) {
        headerSeen++;
        if (headerSeen == 1) {
            closing |= (value & OPCODE) == OPCODE_CLOSE;
            length = 0;
        } else if (headerSeen == 2) {
            onShortLength(value);
        } else if (headerSeen <= lengthEnd) {
            length = length << 8 | value;
        }
        if (headerSeen == headerBytes) {
            // A length beyond 2^63 is an error that the other side finds: no frame follows.
            payloadLeft = length < 0 ? Long.MAX_VALUE : length;
        }
    }

    private void onShortLength(int value) {
        int shortLength = value & LENGTH;
        int extended = shortLength == LENGTH_64 ? 8 : shortLength == LENGTH_16 ? 2 : 0;
        length = extended == 0 ? shortLength : 0;
        lengthEnd = 2 + extended;
        headerBytes = lengthEnd + ((value & MASKED) != 0 ? 4 : 0);
    }
}
