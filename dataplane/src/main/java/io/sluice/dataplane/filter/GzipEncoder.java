package io.sluice.dataplane.filter;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// The gzip format (RFC 1952) around the JDK's deflate. Reusable after [#begin()].
final class GzipEncoder implements ReusableEncoder {

    /// Between fast and small; a proxy's body passes once.
    private static final int LEVEL = 5;

    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int STEP_BYTES = 4096;

    private final Encoders owner;
    private final ByteBufAllocator allocator;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 checksum = new CRC32();
    private boolean streamed;
    private boolean headerSent;
    private boolean holdsBack;
    private boolean closed;

    GzipEncoder(Encoders owner, ByteBufAllocator allocator) {
        this.owner = owner;
        this.allocator = allocator;
    }

    @Override
    public void begin(boolean isStreamed) {
        streamed = isStreamed;
        deflater.reset();
        checksum.reset();
        headerSent = false;
        holdsBack = false;
        closed = false;
    }

    @Override
    public ByteBuf encode(ByteBuf data) {
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        try {
            header(out);
            for (ByteBuffer part : data.nioBuffers()) {
                checksum.update(part.duplicate());
                deflater.setInput(part);
                drain(out, Deflater.NO_FLUSH);
            }
            holdsBack |= data.isReadable();
            return out;
        } catch (RuntimeException | Error e) {
            out.release();
            throw e;
        } finally {
            data.release();
        }
    }

    private void header(ByteBuf out) {
        if (!headerSent) {
            headerSent = true;
            out.writeShort(0x1f8b).writeByte(8).writeZero(HEADER_BYTES - 4).writeByte(0xff);
        }
    }

    /// Fills the buffer with what the deflater has.
    private void drain(ByteBuf out, int flush) {
        int count;
        boolean isFull;
        do {
            out.ensureWritable(STEP_BYTES);
            ByteBuffer room = out.internalNioBuffer(out.writerIndex(), out.writableBytes());
            count = deflater.deflate(room, flush);
            isFull = count == out.writableBytes();
            out.writerIndex(out.writerIndex() + count);
        } while (isFull || (flush == Deflater.NO_FLUSH && !deflater.needsInput()));
    }

    @Override
    public ByteBuf flush() {
        if (!holdsBack || !streamed) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        drain(out, Deflater.SYNC_FLUSH);
        holdsBack = false;
        return out;
    }

    @Override
    public ByteBuf finish() {
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        header(out);
        deflater.finish();
        while (!deflater.finished()) {
            drain(out, Deflater.NO_FLUSH);
        }
        out.ensureWritable(TRAILER_BYTES);
        out.writeIntLE((int) checksum.getValue()).writeIntLE((int) deflater.getBytesRead());
        return out;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.give(this);
        }
    }

    @Override
    public void end() {
        deflater.end();
    }
}
