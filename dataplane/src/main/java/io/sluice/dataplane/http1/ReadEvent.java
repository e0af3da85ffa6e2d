package io.sluice.dataplane.http1;

/// What a reader found next in the bytes of a connection.
enum ReadEvent {
    /// Everything received is taken; more is needed.
    NEED_MORE,
    /// A whole head.
    HEAD,
    /// A part of the body.
    DATA,
    /// The body is complete.
    END,
    /// See the reader's `failure()`.
    REFUSED;

    static ReadEvent of(ChunkDecoder.Event event) {
        return switch (event) {
            case NEED_MORE -> NEED_MORE;
            case DATA -> DATA;
            case END -> END;
            case REFUSED -> REFUSED;
        };
    }
}
