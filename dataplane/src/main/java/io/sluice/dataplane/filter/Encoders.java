package io.sluice.dataplane.filter;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.ContentCoding;
import org.jspecify.annotations.Nullable;

/// The encoders of one loop: so many at once and no more, for each holds memory outside the heap.
@OnLoop
public final class Encoders {

    /// Bodies under compression at once, of 256 KiB each; further ones pass as they are.
    public static final int MAX_ACTIVE = 128;

    private static final int MAX_IDLE = 8;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<GzipEncoder> idle = new ArrayDeque<>();
    private int active;

    public Encoders(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    static boolean isAvailable(ContentCoding coding) {
        return switch (coding) {
            case GZIP -> true;
            case ZSTD, BROTLI -> false;
        };
    }

    /// Null when there are too many already.
    ///
    /// @param streamed whoever reads the body waits for what is there of it
    @Nullable
    BodyEncoder take(ContentCoding coding, boolean streamed) {
        if (active >= MAX_ACTIVE) {
            return null;
        }
        return switch (coding) {
            case GZIP -> takeGzip(streamed);
            case ZSTD, BROTLI -> null;
        };
    }

    private GzipEncoder takeGzip(boolean streamed) {
        active++;
        GzipEncoder encoder = idle.isEmpty() ? new GzipEncoder(this, allocator) : idle.removeLast();
        encoder.begin(streamed);
        return encoder;
    }

    void give(GzipEncoder encoder) {
        active--;
        if (idle.size() < MAX_IDLE) {
            idle.addLast(encoder);
        } else {
            encoder.end();
        }
    }
}
