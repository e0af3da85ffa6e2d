package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Fields;

/// What a connection has received and nobody has taken yet. Holds no buffer while there is nothing to read.
final class InputBuffer {

    /// Heads are small: what fits without growing is copied first, the rest of a large one in further rounds.
    private static final int MIN_HEAD_COPY_BYTES = 1024;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /// The bytes themselves, for a decoder; it may move the reader index.
    ByteBuf bytes() {
        return bytes;
    }

    boolean isReadable() {
        return bytes.isReadable();
    }

    int readableBytes() {
        return bytes.readableBytes();
    }

    /// Consumes the data.
    void add(ByteBuf data, ByteBufAllocator allocator) {
        if (!bytes.isReadable()) {
            drop();
            bytes = data;
            return;
        }
        ByteBuf both = allocator.directBuffer(bytes.readableBytes() + data.readableBytes());
        both.writeBytes(bytes).writeBytes(data);
        data.release();
        drop();
        bytes = both;
    }

    /// Copies the next part of a head behind what the fields have, without taking it.
    ///
    /// @return how much was copied; 0 when the head has reached `maxHeadBytes`
    int copyTo(Fields fields, int maxHeadBytes) {
        int room = Math.max(MIN_HEAD_COPY_BYTES, fields.bytes().length - fields.length());
        int allowed = Math.max(0, maxHeadBytes - fields.length());
        int copied = Math.min(bytes.readableBytes(), Math.min(room, allowed));
        fields.reserve(copied);
        bytes.getBytes(bytes.readerIndex(), fields.bytes(), fields.length(), copied);
        fields.advance(copied);
        return copied;
    }

    void skip(int count) {
        bytes.skipBytes(count);
    }

    /// The next bytes as a buffer of their own; the caller releases it.
    ByteBuf take(int count) {
        return count == bytes.readableBytes() ? takeAll() : bytes.readRetainedSlice(count);
    }

    ByteBuf takeAll() {
        ByteBuf all = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return all;
    }

    /// Forgets everything.
    void drop() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
    }

    void dropIfRead() {
        if (!bytes.isReadable()) {
            drop();
        }
    }
}
