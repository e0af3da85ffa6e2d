package io.sluice.dataplane.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Brotli (RFC 7932). For one body: the library's encoders cannot begin anew.
final class BrotliEncoder implements BodyEncoder {

    /// Between fast and small; higher ones cost many times more for a few percent.
    private static final int QUALITY = 4;

    /// A window of 128 KiB.
    private static final int WINDOW_LOG = 17;

    private static final int STEP_BYTES = 4096;

    private final Encoders owner;
    private final ByteBufAllocator allocator;
    private final boolean streamed;
    private final EncoderJNI.Wrapper encoder;
    private boolean holdsBack;
    private boolean closed;

    BrotliEncoder(Encoders owner, ByteBufAllocator allocator, boolean streamed) {
        this.owner = owner;
        this.allocator = allocator;
        this.streamed = streamed;
        try {
            encoder = new EncoderJNI.Wrapper(STEP_BYTES, QUALITY, WINDOW_LOG, Encoder.Mode.GENERIC);
        } catch (IOException e) {
            throw new UncheckedIOException("no memory for a brotli encoder", e);
        }
    }

    @Override
    public ByteBuf encode(ByteBuf data) {
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        try {
            holdsBack |= data.isReadable();
            while (data.isReadable()) {
                ByteBuffer input = encoder.getInputBuffer();
                input.clear().limit(Math.min(input.capacity(), data.readableBytes()));
                int bytes = input.remaining();
                data.readBytes(input);
                push(Operation.PROCESS, bytes, out);
            }
            return out;
        } catch (RuntimeException | Error e) {
            out.release();
            throw e;
        } finally {
            data.release();
        }
    }

    /// Until the input is taken and everything has come out that is to.
    private void push(Operation operation, int bytes, ByteBuf out) {
        encoder.push(operation, bytes);
        while (check() && (encoder.hasMoreOutput() || encoder.hasRemainingInput())) {
            if (encoder.hasMoreOutput()) {
                out.writeBytes(encoder.pull());
            } else {
                encoder.push(operation, 0);
            }
        }
    }

    private boolean check() {
        if (!encoder.isSuccess()) {
            throw new IllegalStateException("the brotli encoder failed");
        }
        return true;
    }

    @Override
    public ByteBuf flush() {
        if (!holdsBack || !streamed) {
            return Unpooled.EMPTY_BUFFER;
        }
        holdsBack = false;
        return ended(Operation.FLUSH);
    }

    @Override
    public ByteBuf finish() {
        return ended(Operation.FINISH);
    }

    private ByteBuf ended(Operation operation) {
        ByteBuf out = allocator.directBuffer(STEP_BYTES);
        push(operation, 0, out);
        return out;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoder.destroy();
            owner.onEnded();
        }
    }
}
