package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.dataplane.http.HeadWriter;

/// Collects what one connection is to send until it is flushed. Small pieces are copied behind the head that precedes
/// them, so that a small message is one buffer and one system call; large pieces pass as they are.
final class WriteBatch {

    /// Up to here a copy costs less than another buffer in the same write.
    static final int COPY_BYTES = 2048;

    /// So much is not held back for the sake of one system call.
    private static final int FLUSH_BYTES = 128 * 1024;

    private static final int CHUNK_FRAMING_BYTES = 16;

    private final ChannelHandlerContext context;
    private ByteBuf tail = Unpooled.EMPTY_BUFFER; // writable end of what is to be sent
    private int unflushedBytes;
    private long sentBytes;

    WriteBatch(ChannelHandlerContext context) {
        this.context = context;
    }

    /// @param expectedBytes that will follow the head soon, or less than 0 when unknown
    void addHead(HeadWriter head, long expectedBytes) {
        int spare = expectedBytes > COPY_BYTES ? 0 : (int) (expectedBytes < 0 ? COPY_BYTES / 2 : expectedBytes);
        pushTail();
        tail = head.take(context.alloc(), spare);
        count(tail.readableBytes());
    }

    /// Consumes the data.
    void add(ByteBuf data) {
        int bytes = data.readableBytes();
        count(bytes);
        if (bytes <= tail.writableBytes() && bytes <= COPY_BYTES) {
            tail.writeBytes(data);
            data.release();
        } else {
            pushTail();
            context.write(data, context.voidPromise());
        }
        if (unflushedBytes > FLUSH_BYTES) {
            flush();
        }
    }

    /// Consumes the data; frames it as one chunk.
    void addChunk(ByteBuf data) {
        int bytes = data.readableBytes();
        if (bytes == 0) {
            data.release();
            return;
        }
        makeRoom(bytes <= COPY_BYTES ? bytes + CHUNK_FRAMING_BYTES : CHUNK_FRAMING_BYTES);
        int before = tail.readableBytes();
        writeHex(bytes);
        writeCrlf();
        count(tail.readableBytes() - before);
        add(data);
        if (tail.writableBytes() < 2) {
            makeRoom(2 + CHUNK_FRAMING_BYTES); // the next chunk's size line goes behind it
        }
        writeCrlf();
        count(2);
    }

    /// The last chunk, with trailers in `[from, to)` as whole lines.
    void addLastChunk(byte[] trailerLines, int from, int to) {
        makeRoom(to - from + CHUNK_FRAMING_BYTES);
        tail.writeByte('0');
        writeCrlf();
        tail.writeBytes(trailerLines, from, to - from);
        writeCrlf();
        count(to - from + 5);
    }

    private void writeHex(int value) {
        int shift = (31 - Integer.numberOfLeadingZeros(value)) & ~3;
        for (; shift >= 0; shift -= 4) {
            int digit = value >>> shift & 0xf;
            tail.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    private void writeCrlf() {
        tail.writeByte('\r');
        tail.writeByte('\n');
    }

    private void makeRoom(int bytes) {
        if (tail.writableBytes() < bytes) {
            pushTail();
            tail = context.alloc().directBuffer(bytes);
        }
    }

    private void pushTail() {
        if (tail.isReadable()) {
            ByteBuf full = tail;
            tail = Unpooled.EMPTY_BUFFER;
            context.write(full, context.voidPromise());
        }
    }

    private void count(int bytes) {
        unflushedBytes += bytes;
        sentBytes += bytes;
    }

    boolean isEmpty() {
        return unflushedBytes == 0;
    }

    void flush() {
        pushTail();
        if (unflushedBytes > 0) {
            unflushedBytes = 0;
            context.flush();
        }
    }

    /// Bytes handed over since the last call.
    long takeSentBytes() {
        long taken = sentBytes;
        sentBytes = 0;
        return taken;
    }

    /// The connection is closed: drops what was not flushed.
    void release() {
        tail.release();
        tail = Unpooled.EMPTY_BUFFER;
    }
}
