package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.model.Limits;
import org.jspecify.annotations.Nullable;

/// Finds the content of a message body in what a connection receives, whatever its framing (RFC 9112, 6). One per
/// connection, reused.
final class BodyDecoder {

    /// How the body's end is known.
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final Limits limits;
    private @Nullable ChunkDecoder chunks; // from the first chunked body on
    private Framing framing = Framing.NONE;
    private long remaining;
    private int dataBytes;

    BodyDecoder(Limits limits) {
        this.limits = limits;
    }

    /// @param length in bytes, for [Framing#LENGTH]
    void begin(Framing newFraming, long length) {
        framing = newFraming == Framing.LENGTH && length == 0 ? Framing.NONE : newFraming;
        remaining = length;
        if (framing == Framing.CHUNKED) {
            if (chunks == null) {
                chunks = new ChunkDecoder(limits);
            }
            chunks.begin();
        }
    }

    private ChunkDecoder chunks() {
        assert chunks != null;
        return chunks;
    }

    Framing framing() {
        return framing;
    }

    int dataBytes() {
        return framing == Framing.CHUNKED ? chunks().dataBytes() : dataBytes;
    }

    Failure failure() {
        return framing == Framing.CHUNKED ? chunks().failure() : Failure.NONE;
    }

    Fields trailers() {
        return framing == Framing.CHUNKED ? chunks().trailers() : Fields.NONE;
    }

    /// What is next in the buffer; told END once, without consuming what follows.
    ChunkDecoder.Event next(ByteBuf in) {
        return switch (framing) {
            case NONE -> ChunkDecoder.Event.END;
            case CHUNKED -> chunks().next(in);
            case LENGTH -> nextOfLength(in);
            case UNTIL_CLOSE -> take(in, in.readableBytes());
        };
    }

    private ChunkDecoder.Event nextOfLength(ByteBuf in) {
        if (remaining == 0) {
            return ChunkDecoder.Event.END;
        }
        ChunkDecoder.Event event = take(in, (int) Math.min(remaining, in.readableBytes()));
        remaining -= dataBytes;
        return event;
    }

    /// More bytes must follow these, beyond doubt: where they can tell.
    boolean needsMoreThan(int bytes) {
        return framing == Framing.LENGTH && remaining > bytes;
    }

    private ChunkDecoder.Event take(ByteBuf in, int bytes) {
        dataBytes = bytes;
        return in.isReadable() ? ChunkDecoder.Event.DATA : ChunkDecoder.Event.NEED_MORE;
    }
}
