package io.sluice.dataplane.filter;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.ContentCoding;
import org.jspecify.annotations.Nullable;

/// The encoders of one loop: so many at once and no more, for each holds memory outside the heap.
@OnLoop
public final class Encoders {

    /// Bodies under compression at once, of 256 KiB (gzip) to 1 MiB (brotli); further ones pass as they are.
    public static final int MAX_ACTIVE = 128;

    private static final int MAX_IDLE = 8;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<GzipEncoder> idleGzip = new ArrayDeque<>();
    private final ArrayDeque<ZstdEncoder> idleZstd = new ArrayDeque<>();
    private int active;

    public Encoders(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Null when there are too many already.
    ///
    /// @param coding is available
    /// @param streamed whoever reads the body waits for what is there of it
    @Nullable
    BodyEncoder take(ContentCoding coding, boolean streamed) {
        if (active >= MAX_ACTIVE) {
            return null;
        }
        BodyEncoder encoder = switch (coding) {
            case GZIP -> begun(idleGzip.isEmpty() ? new GzipEncoder(this, allocator) : idleGzip.removeLast(), streamed);
            case ZSTD -> begun(idleZstd.isEmpty() ? new ZstdEncoder(this, allocator) : idleZstd.removeLast(), streamed);
            case BROTLI -> new BrotliEncoder(this, allocator, streamed);
        };
        active++;
        return encoder;
    }

    private static BodyEncoder begun(ReusableEncoder encoder, boolean streamed) {
        encoder.begin(streamed);
        return encoder;
    }

    void give(ReusableEncoder encoder) {
        active--;
        switch (encoder) {
            case GzipEncoder gzip -> keep(idleGzip, gzip);
            case ZstdEncoder zstd -> keep(idleZstd, zstd);
        }
    }

    private static <E extends ReusableEncoder> void keep(ArrayDeque<E> idle, E encoder) {
        if (idle.size() < MAX_IDLE) {
            idle.addLast(encoder);
        } else {
            encoder.end();
        }
    }

    /// One that is not used again.
    void onEnded() {
        active--;
    }
}
