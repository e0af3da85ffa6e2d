package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/// Collects the frames that one connection is to send in one turn of its loop: all small ones in one array, which is
/// borrowed for the turn and copied out whole; large contents pass as they are. One flush then sends everything.
final class FrameWriter {

    /// Up to here a copy costs less than another buffer in the same write.
    private static final int COPY_BYTES = 2048;

    /// So much is not held back for the sake of one write.
    private static final int PUSH_BYTES = 32 * 1024;

    private final ChannelHandlerContext context;
    private final FrameArrays arrays;
    private byte[] bytes = FrameArrays.NONE;
    private int length;
    private int lastFrame = -1; // where the last frame begins, if it is still here
    private long dataFrames;
    private boolean isWritten; // something is with the channel and not flushed
    private long sentBytes;

    FrameWriter(ChannelHandlerContext context, FrameArrays arrays) {
        this.context = context;
        this.arrays = arrays;
    }

    /// What a client says first.
    void preface() {
        reserve(Frames.prefaceBytes());
        lastFrame = -1;
        for (int i = 0; i < Frames.prefaceBytes(); i++) {
            bytes[length++] = Frames.prefaceByte(i);
        }
    }

    /// @param idsAndValues settings, as RFC 9113, 6.5.2 numbers them, each followed by its value
    void settings(int... idsAndValues) {
        begin(Frames.SETTINGS, 0, 0, idsAndValues.length / 2 * Frames.SETTING_BYTES);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            putShort(idsAndValues[i]);
            putInt(idsAndValues[i + 1]);
        }
    }

    void settingsAck() {
        begin(Frames.SETTINGS, Frames.ACK, 0, 0);
    }

    void ping(long data, boolean isAck) {
        begin(Frames.PING, isAck ? Frames.ACK : 0, 0, Frames.PING_BYTES);
        putInt((int) (data >>> 32));
        putInt((int) data);
    }

    void windowUpdate(int streamId, int more) {
        begin(Frames.WINDOW_UPDATE, 0, streamId, Integer.BYTES);
        putInt(more);
    }

    void reset(int streamId, int errorCode) {
        begin(Frames.RST_STREAM, 0, streamId, Integer.BYTES);
        putInt(errorCode);
    }

    void goAway(int lastStreamId, int errorCode) {
        begin(Frames.GOAWAY, 0, 0, 2 * Integer.BYTES);
        putInt(lastStreamId);
        putInt(errorCode);
    }

    /// A block of fields, in as many frames as it needs.
    void headers(int streamId, byte[] block, int blockBytes, boolean endStream) {
        int type = Frames.HEADERS;
        int flags = endStream ? Frames.END_STREAM : 0;
        int from = 0;
        while (blockBytes - from > Frames.MAX_PAYLOAD_BYTES) {
            begin(type, flags, streamId, Frames.MAX_PAYLOAD_BYTES);
            put(block, from, Frames.MAX_PAYLOAD_BYTES);
            from += Frames.MAX_PAYLOAD_BYTES;
            type = Frames.CONTINUATION;
            flags = 0;
        }
        begin(type, flags | Frames.END_HEADERS, streamId, blockBytes - from);
        put(block, from, blockBytes - from);
    }

    /// Consumes the data, which is at most [Frames#MAX_PAYLOAD_BYTES].
    void data(int streamId, ByteBuf data, boolean endStream) {
        int count = data.readableBytes();
        dataFrames++;
        assert count <= Frames.MAX_PAYLOAD_BYTES;
        begin(Frames.DATA, endStream ? Frames.END_STREAM : 0, streamId, count);
        if (count <= COPY_BYTES) {
            data.readBytes(bytes, length, count);
            data.release();
            length += count;
        } else {
            push();
            write(data);
        }
    }

    /// Ends the stream with the frame that was just written for it, while that is still here.
    boolean tryEndStream(int streamId) {
        boolean isItsOwn =
                lastFrame >= 0 && bytes[lastFrame + 3] <= Frames.HEADERS && readInt(lastFrame + 5) == streamId;
        if (isItsOwn) {
            bytes[lastFrame + 4] |= Frames.END_STREAM;
        }
        return isItsOwn;
    }

    private int readInt(int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    /// No more content: an empty DATA frame.
    void endStream(int streamId) {
        begin(Frames.DATA, Frames.END_STREAM, streamId, 0);
    }

    /// Makes room for the payload too.
    private void begin(int type, int flags, int streamId, int payloadBytes) {
        reserve(Frames.HEADER_BYTES + payloadBytes);
        lastFrame = length;
        bytes[length] = (byte) (payloadBytes >>> 16);
        bytes[length + 1] = (byte) (payloadBytes >>> 8);
        bytes[length + 2] = (byte) payloadBytes;
        bytes[length + 3] = (byte) type;
        bytes[length + 4] = (byte) flags;
        length += 5;
        putInt(streamId);
    }

    private void reserve(int more) {
        if (length > PUSH_BYTES) {
            push();
        }
        if (bytes.length == 0) {
            bytes = arrays.take();
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    private void putShort(int value) {
        bytes[length] = (byte) (value >>> 8);
        bytes[length + 1] = (byte) value;
        length += 2;
    }

    private void putInt(int value) {
        bytes[length] = (byte) (value >>> 24);
        bytes[length + 1] = (byte) (value >>> 16);
        bytes[length + 2] = (byte) (value >>> 8);
        bytes[length + 3] = (byte) value;
        length += 4;
    }

    private void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /// Hands what was collected to the channel, behind what it has already.
    private void push() {
        if (length > 0) {
            write(context.alloc().directBuffer(length).writeBytes(bytes, 0, length));
            length = 0;
        }
        lastFrame = -1;
    }

    private void write(ByteBuf data) {
        sentBytes += data.readableBytes();
        isWritten = true;
        context.write(data, context.voidPromise());
    }

    boolean isEmpty() {
        return length == 0 && !isWritten;
    }

    /// Sends everything in one go.
    void flush() {
        push();
        giveBack();
        if (isWritten) {
            isWritten = false;
            context.flush();
        }
    }

    private void giveBack() {
        if (bytes.length > 0) {
            arrays.give(bytes);
            bytes = FrameArrays.NONE;
        }
    }

    /// So far.
    long dataFrames() {
        return dataFrames;
    }

    /// Bytes handed over since the last call.
    long takeSentBytes() {
        long taken = sentBytes;
        sentBytes = 0;
        return taken;
    }

    /// The connection is closed: drops what was not flushed.
    void release() {
        length = 0;
        lastFrame = -1;
        giveBack();
    }
}
