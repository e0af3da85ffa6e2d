package io.sluice.dataplane.filter;

import java.nio.ByteBuffer;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Zstandard (RFC 8878). Reusable after [#begin()].
final class ZstdEncoder implements ReusableEncoder {

    private static final int LEVEL = 3;

    /// A window of 128 KiB: what an encoder holds outside the heap stays near what gzip's does, and no decoder is asked
    /// for more than the 8 MiB that RFC 9659 allows.
    private static final int WINDOW_LOG = 17;

    private static final int TABLE_LOG = 15;
    private static final int STEP_BYTES = 4096;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final Encoders owner;
    private final ByteBufAllocator allocator;
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private boolean streamed;
    private boolean holdsBack;
    private boolean closed;

    ZstdEncoder(Encoders owner, ByteBufAllocator allocator) {
        this.owner = owner;
        this.allocator = allocator;
    }

    @Override
    public void begin(boolean isStreamed) {
        context.reset();
        context.setLevel(LEVEL);
        context.setWindowLog(WINDOW_LOG);
        context.setHashLog(TABLE_LOG);
        context.setChainLog(TABLE_LOG);
        streamed = isStreamed;
        holdsBack = false;
        closed = false;
    }

    @Override
    public ByteBuf encode(ByteBuf data) {
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        try {
            for (ByteBuffer part : data.nioBuffers()) {
                if (part.isDirect()) {
                    drain(part, out, EndDirective.CONTINUE);
                } else {
                    copied(part, out);
                }
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

    private void copied(ByteBuffer part, ByteBuf out) {
        ByteBuf copy = allocator.directBuffer(part.remaining()).writeBytes(part);
        try {
            drain(copy.internalNioBuffer(copy.readerIndex(), copy.readableBytes()), out, EndDirective.CONTINUE);
        } finally {
            copy.release();
        }
    }

    /// Until everything of the part is taken and, where the directive asks for it, everything has come out.
    private void drain(ByteBuffer part, ByteBuf out, EndDirective directive) {
        boolean complete;
        do {
            out.ensureWritable(STEP_BYTES);
            ByteBuffer room = out.internalNioBuffer(out.writerIndex(), out.writableBytes());
            int before = room.position();
            complete = context.compressDirectByteBufferStream(room, part, directive);
            out.writerIndex(out.writerIndex() + room.position() - before);
        } while (part.hasRemaining() || (directive != EndDirective.CONTINUE && !complete));
    }

    @Override
    public ByteBuf flush() {
        if (!holdsBack || !streamed) {
            return Unpooled.EMPTY_BUFFER;
        }
        holdsBack = false;
        return ended(EndDirective.FLUSH);
    }

    @Override
    public ByteBuf finish() {
        return ended(EndDirective.END);
    }

    private ByteBuf ended(EndDirective directive) {
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        drain(NOTHING.duplicate(), out, directive);
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
        context.close();
    }
}
