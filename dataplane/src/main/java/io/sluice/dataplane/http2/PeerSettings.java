package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;

/// What the other side has told of itself (RFC 9113, 6.5.2), as far as it matters: contents are never sent in larger
/// frames than everybody takes, fields never by the dynamic table, and how long a list of fields it would like does not
/// count (R-H2-9).
final class PeerSettings {

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;
    static final int ENABLE_CONNECT_PROTOCOL = 8;

    static final int DEFAULT_WINDOW_BYTES = 65_535;

    private static final int LARGEST_FRAME_BYTES = (1 << 24) - 1;

    private int initialWindowBytes = DEFAULT_WINDOW_BYTES;
    private int maxStreams = Integer.MAX_VALUE;

    /// Takes the settings `[from, from + length)`.
    ///
    /// @return one of [ErrorCode]
    int apply(ByteBuf bytes, int from, int length) {
        for (int at = from; at < from + length; at += Frames.SETTING_BYTES) {
            int error = apply(bytes.getUnsignedShort(at), bytes.getUnsignedInt(at + 2));
            if (error != ErrorCode.NO_ERROR) {
                return error;
            }
        }
        return ErrorCode.NO_ERROR;
    }

    private int apply(int id, long value) {
        return switch (id) {
            case ENABLE_PUSH, ENABLE_CONNECT_PROTOCOL -> value > 1 ? ErrorCode.PROTOCOL_ERROR : ErrorCode.NO_ERROR;
            case MAX_CONCURRENT_STREAMS -> {
                maxStreams = (int) Math.min(value, Integer.MAX_VALUE);
                yield ErrorCode.NO_ERROR;
            }
            case INITIAL_WINDOW_SIZE -> {
                if (value > Frames.MAX_31_BITS) {
                    yield ErrorCode.FLOW_CONTROL_ERROR;
                }
                initialWindowBytes = (int) value;
                yield ErrorCode.NO_ERROR;
            }
            case MAX_FRAME_SIZE ->
                value < Frames.MAX_PAYLOAD_BYTES || value > LARGEST_FRAME_BYTES
                        ? ErrorCode.PROTOCOL_ERROR
                        : ErrorCode.NO_ERROR;
            default -> ErrorCode.NO_ERROR;
        };
    }

    /// With which new streams begin.
    int initialWindowBytes() {
        return initialWindowBytes;
    }

    /// How many streams we may have open at once.
    int maxStreams() {
        return maxStreams;
    }
}
