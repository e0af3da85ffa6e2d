package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.Limits;
import org.jspecify.annotations.Nullable;

/// What the blocks of fields of one client connection mean: a new stream, the end of one, or a breach. Every block is
/// decoded, whatever becomes of it, since the next ones refer to it.
@OnLoop
final class ServerBlocks {

    private static final FieldSink NOBODY = (nameStart, nameEnd, valueStart, valueEnd, lineEnd) -> {};
    private static final int TABLE_BYTES = 4096;

    private final ServerConnection connection;
    private final Http2Context shared;
    private final ServerStreams streams;
    private final PeerSettings settings;
    private final Limits limits;
    private final HpackDecoder decoder = new HpackDecoder(TABLE_BYTES);
    private final BlockBuffer buffer;
    private boolean endStream;
    private boolean dependsOnItself;
    private int begunInTurn;

    ServerBlocks(ServerConnection connection, PeerSettings settings) {
        this.connection = connection;
        this.settings = settings;
        shared = connection.shared();
        streams = connection.streams();
        limits = shared.limits();
        buffer = new BlockBuffer(limits.http2().continuations(), limits.requestHeadBytes());
    }

    /// The next turn of the loop may begin streams anew.
    void beginTurn() {
        begunInTurn = 0;
    }

    boolean isTurnOver() {
        return begunInTurn >= limits.http2().streamsPerTurn();
    }

    /// No other frame may come before the block is complete.
    boolean isUnderWay() {
        return buffer.isUnderWay();
    }

    void onHeaders(FrameReader frame) {
        int id = frame.streamId();
        if ((id & 1) == 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        int from = frame.payloadStart();
        int to = from + frame.length();
        ByteBuf bytes = frame.bytes();
        int prefix = (frame.hasFlag(Frames.PADDED) ? 1 : 0)
                + (frame.hasFlag(Frames.WITH_PRIORITY) ? Frames.PRIORITY_BYTES : 0);
        if (frame.length() < prefix) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
            return;
        }
        int padding = frame.hasFlag(Frames.PADDED) ? bytes.getUnsignedByte(from) : 0;
        int count = to - from - prefix - padding;
        if (count < 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        endStream = frame.hasFlag(Frames.END_STREAM);
        dependsOnItself = frame.hasFlag(Frames.WITH_PRIORITY)
                && (bytes.getInt(from + prefix - Frames.PRIORITY_BYTES) & Frames.MAX_31_BITS) == id;
        bytes.getBytes(from + prefix, shared.payload(), 0, count);
        if (frame.hasFlag(Frames.END_HEADERS)) {
            onBlock(id, shared.payload(), count);
        } else {
            buffer.begin(id, shared.payload(), count);
        }
    }

    void onContinuation(FrameReader frame) {
        if (!buffer.isUnderWay() || frame.streamId() != buffer.streamId()) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        boolean isLast = frame.hasFlag(Frames.END_HEADERS);
        if (!buffer.tryAdd(frame.bytes(), frame.payloadStart(), frame.length(), isLast)) {
            connection.onGlitch(GlitchBudget.Verdict.SPENT);
        } else if (isLast) {
            int id = buffer.streamId();
            byte[] block = buffer.bytes();
            int count = buffer.length();
            buffer.end();
            onBlock(id, block, count);
        }
    }

    private void onBlock(int id, byte[] block, int count) {
        connection.glitches().onBlock(count);
        ServerStream stream = streams.find(id);
        if (stream != null) {
            onTrailers(stream, block, count);
        } else if (!streams.isIdle(id)) {
            onClosed(id, block, count);
        } else {
            onNew(id, block, count);
        }
    }

    private void ignore(byte[] block, int count) {
        HpackDecoder.Result result =
                decoder.decode(block, 0, count, shared.ignoredFields(), limits.requestHeadBytes(), NOBODY);
        if (result == HpackDecoder.Result.BROKEN) {
            connection.fail(ErrorCode.COMPRESSION_ERROR);
        }
    }

    /// RFC 9113, 5.1 and 5.1.1.
    private void onClosed(int id, byte[] block, int count) {
        ignore(block, count);
        if (!streams.closed().wasReset(id)) {
            connection.fail(streams.closed().contains(id) ? ErrorCode.STREAM_CLOSED : ErrorCode.PROTOCOL_ERROR);
        }
    }

    private void onTrailers(ServerStream stream, byte[] block, int count) {
        if (stream.input().isEnded()) {
            ignore(block, count);
            connection.resetFor(stream, ErrorCode.STREAM_CLOSED);
            return;
        }
        Fields fields = stream.input().beginTrailers();
        TrailerBlock trailers = shared.trailerBlock().begin(fields);
        HpackDecoder.Result result = decoder.decode(block, 0, count, fields, limits.trailerBytes(), trailers);
        switch (result) {
            case BROKEN -> connection.fail(ErrorCode.COMPRESSION_ERROR);
            case TOO_LARGE -> connection.onMalformed(stream);
            case COMPLETE -> {
                if (!endStream || trailers.isMalformed()) {
                    connection.onMalformed(stream);
                } else {
                    stream.onEnd();
                }
            }
        }
    }

    private void onNew(int id, byte[] block, int count) {
        streams.onUsed(id);
        if (connection.hasLeft()) {
            ignore(block, count);
            refuseFor(id, ErrorCode.REFUSED_STREAM);
        } else if (streams.count() >= limits.http2().streams()
                || shared.loop().memory().isHigh()) {
            ignore(block, count);
            shared.counters().increment(Counter.HTTP2_REFUSED);
            refuseFor(id, ErrorCode.REFUSED_STREAM);
        } else {
            begin(id, block, count);
        }
    }

    private void refuseFor(int id, int errorCode) {
        streams.closed().add(id, true);
        connection.resetFor(id, errorCode);
    }

    private void begin(int id, byte[] block, int count) {
        RequestHead head = shared.heads().takeRequest();
        RequestBlock request = shared.requestBlock().begin(head);
        HpackDecoder.Result result = decoder.decode(block, 0, count, head.fields(), limits.requestHeadBytes(), request);
        @Nullable Failure failure = judge(result, request);
        if (failure == null || connection.isGone()) {
            shared.heads().give(head);
            if (!connection.isGone()) {
                shared.counters().increment(Counter.HTTP2_MALFORMED);
                refuseFor(id, ErrorCode.PROTOCOL_ERROR);
            }
            return;
        }
        begunInTurn++;
        connection.waits().onRequest();
        limitRequests();
        ServerStream stream = streams.add(id);
        stream.begin(id, head, settings.initialWindowBytes());
        stream.onHead(endStream, failure);
    }

    /// Why the request is refused, or [Failure#NONE]; null: it is to be reset, or the connection is over.
    private @Nullable Failure judge(HpackDecoder.Result result, RequestBlock request) {
        return switch (result) {
            case BROKEN -> {
                connection.fail(ErrorCode.COMPRESSION_ERROR);
                yield null;
            }
            case TOO_LARGE -> {
                connection.onGlitch(connection.glitches().spend(GlitchBudget.LARGE_BLOCK, System.nanoTime()));
                yield Failure.HEAD_TOO_LARGE;
            }
            case COMPLETE -> {
                Failure failure = request.finish(endStream);
                yield request.isMalformed() || dependsOnItself ? null : failure;
            }
        };
    }

    private void limitRequests() {
        if (streams.begunCount() == limits.requestsPerConnection()) {
            shared.counters().increment(Counter.REQUEST_LIMIT);
            connection.leave();
        }
    }
}
