package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/// A block of fields that comes in more than one frame (RFC 9113, 4.3), within bounds that no honest client meets
/// (R-H2-2). Holds nothing while no such block is under way.
final class BlockBuffer {

    private static final byte[] NONE = {};
    private static final int SMALL_BYTES = 1024;
    private static final int MAX_SMALL = 4;

    private final int maxFrames;
    private final int maxBytes;
    private byte[] bytes = NONE;
    private int length;
    private int streamId; // 0: no block is under way
    private int frames;
    private int smallFrames;

    /// @param maxFrames behind the first
    BlockBuffer(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    boolean isUnderWay() {
        return streamId != 0;
    }

    int streamId() {
        return streamId;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void begin(int newStreamId, byte[] first, int count) {
        streamId = newStreamId;
        bytes = Arrays.copyOf(first, Math.max(count, SMALL_BYTES));
        length = count;
        frames = 0;
        smallFrames = 0;
    }

    /// False: that is more than anybody needs.
    ///
    /// @param isLast it may be small without counting as such
    boolean tryAdd(ByteBuf source, int from, int count, boolean isLast) {
        frames++;
        smallFrames += count < SMALL_BYTES && !isLast ? 1 : 0;
        boolean isTooMuch = frames > maxFrames || smallFrames > MAX_SMALL || count == 0 || length + count > maxBytes;
        if (isTooMuch) {
            return false;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        source.getBytes(from, bytes, length, count);
        length += count;
        return true;
    }

    void end() {
        streamId = 0;
        bytes = NONE;
        length = 0;
    }
}
