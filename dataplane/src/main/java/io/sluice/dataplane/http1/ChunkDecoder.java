package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldLines;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.Limits;

/// Takes the chunked coding apart (RFC 9112, 7.1): sizes of 1 to 8 hexadecimal digits, CRLF and nothing else as line
/// end, extensions skipped within limits, trailers indexed within theirs. One per connection, reused.
final class ChunkDecoder {

    /// What [#next] found at the buffer's reader index.
    enum Event {
        NEED_MORE,
        /// [#dataBytes()] bytes of content are next; the caller takes them from the buffer.
        DATA,
        END,
        REFUSED
    }

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LINE_FEED,
        DATA,
        DATA_RETURN,
        DATA_LINE_FEED,
        TRAILER,
        END
    }

    private static final int MAX_SIZE_DIGITS = 8;

    /// Of one chunk; those of a whole body are limited by [Limits#chunkExtensionBytes()].
    private static final int MAX_EXTENSION_BYTES = 256;

    private final Limits limits;
    private final Fields trailers = Fields.few();
    private State state = State.SIZE;
    private long size;
    private int sizeDigits;
    private int extensionBytes; // of this chunk
    private int bodyExtensionBytes;
    private int dataBytes;
    private Failure failure = Failure.NONE;

    ChunkDecoder(Limits limits) {
        this.limits = limits;
    }

    /// Makes it ready for another body.
    void begin() {
        state = State.SIZE;
        size = 0;
        sizeDigits = 0;
        extensionBytes = 0;
        bodyExtensionBytes = 0;
        trailers.clear();
        failure = Failure.NONE;
    }

    int dataBytes() {
        return dataBytes;
    }

    Failure failure() {
        return failure;
    }

    /// Valid after [Event#END].
    Fields trailers() {
        return trailers;
    }

    Event next(ByteBuf in) {
        while (in.isReadable()) {
            if (state == State.DATA) {
                return data(in);
            }
            if (state == State.TRAILER) {
                return trailer(in);
            }
            if (!accept(in.readByte())) {
                failure = Failure.BAD_CHUNK;
                return Event.REFUSED;
            }
        }
        return Event.NEED_MORE;
    }

    private Event data(ByteBuf in) {
        dataBytes = (int) Math.min(size, in.readableBytes());
        size -= dataBytes;
        if (size == 0) {
            state = State.DATA_RETURN;
        }
        return Event.DATA;
    }

    /// One byte of framing; false when it does not belong there.
    private boolean accept(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LINE_FEED -> b == '\n' && sizeEnd();
            case DATA_RETURN -> b == '\r' && enter(State.DATA_LINE_FEED);
            case DATA_LINE_FEED -> b == '\n' && enter(State.SIZE);
            case DATA, TRAILER, END -> false;
        };
    }

    private boolean enter(State next) {
        state = next;
        return true;
    }

    private boolean size(byte b) {
        int digit = Octets.hexValue(b);
        if (digit >= 0) {
            size = size << 4 | digit;
            return ++sizeDigits <= MAX_SIZE_DIGITS && size <= Integer.MAX_VALUE;
        }
        if (sizeDigits == 0) {
            return false;
        }
        if (b == '\r') {
            return enter(State.SIZE_LINE_FEED);
        }
        return b == ';' && enter(State.EXTENSION);
    }

    private boolean extension(byte b) {
        if (b == '\r') {
            return enter(State.SIZE_LINE_FEED);
        }
        boolean allowed = b == '\t' || ((b & 0xff) >= ' ' && b != 0x7f);
        return allowed
                && ++extensionBytes <= MAX_EXTENSION_BYTES
                && ++bodyExtensionBytes <= limits.chunkExtensionBytes();
    }

    private boolean sizeEnd() {
        sizeDigits = 0;
        extensionBytes = 0;
        return enter(size == 0 ? State.TRAILER : State.DATA);
    }

    private Event trailer(ByteBuf in) {
        int from = trailers.length();
        int take = Math.min(in.readableBytes(), limits.trailerBytes() + 2 - from);
        if (take <= 0) {
            return refuseTrailer();
        }
        trailers.reserve(take);
        in.getBytes(in.readerIndex(), trailers.bytes(), from, take);
        trailers.advance(take);
        Event event = scanTrailer();
        int used = event == Event.END ? trailers.lineStart() - from : take;
        in.skipBytes(used);
        return event == Event.NEED_MORE && in.isReadable() ? refuseTrailer() : event;
    }

    private Event scanTrailer() {
        while (true) {
            int lineFeed = Octets.indexOfLineFeed(trailers.bytes(), trailers.searchedTo(), trailers.length());
            int start = trailers.lineStart();
            if (lineFeed < 0) {
                trailers.scanPosition(start, trailers.length());
                return Event.NEED_MORE;
            }
            trailers.scanPosition(lineFeed + 1, lineFeed + 1);
            if (lineFeed == start + 1 && trailers.bytes()[start] == '\r') {
                state = State.END;
                return Event.END;
            }
            boolean tooMany = trailers.count() >= limits.trailerFields();
            if (tooMany || FieldLines.add(trailers, start, lineFeed) != Failure.NONE) {
                return refuseTrailer();
            }
        }
    }

    private Event refuseTrailer() {
        failure = Failure.BAD_TRAILER;
        return Event.REFUSED;
    }
}
