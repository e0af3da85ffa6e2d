package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.Limits;

/// What the blocks of fields of one endpoint's connection mean: a head, interim or final, the end of a stream, or a
/// breach. Every block is decoded, whatever becomes of it, since the next ones refer to it.
@OnLoop
final class ClientBlocks {

    private static final FieldSink NOBODY = (nameStart, nameEnd, valueStart, valueEnd, lineEnd) -> {};
    private static final int TABLE_BYTES = 4096;

    private final ClientConnection connection;
    private final Http2Context shared;
    private final ClientStreams streams;
    private final Limits limits;
    private final HpackDecoder decoder = new HpackDecoder(TABLE_BYTES);
    private final BlockBuffer buffer;
    private boolean endStream;

    ClientBlocks(ClientConnection connection) {
        this.connection = connection;
        shared = connection.shared();
        streams = connection.streams();
        limits = shared.limits();
        buffer = new BlockBuffer(limits.upstreamHttp2().continuations(), limits.responseHeadBytes());
    }

    /// No other frame may come before the block is complete.
    boolean isUnderWay() {
        return buffer.isUnderWay();
    }

    void onHeaders(FrameReader frame) {
        int id = frame.streamId();
        int from = frame.payloadStart();
        ByteBuf bytes = frame.bytes();
        int prefix = (frame.hasFlag(Frames.PADDED) ? 1 : 0)
                + (frame.hasFlag(Frames.WITH_PRIORITY) ? Frames.PRIORITY_BYTES : 0);
        if (frame.length() < prefix) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
            return;
        }
        int padding = frame.hasFlag(Frames.PADDED) ? bytes.getUnsignedByte(from) : 0;
        int count = frame.length() - prefix - padding;
        if (count < 0 || streams.isIdle(id)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        endStream = frame.hasFlag(Frames.END_STREAM);
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
        ClientStream stream = streams.find(id);
        if (stream == null) {
            ignore(block, count);
            if (!streams.closed().wasReset(id)) {
                connection.onGlitch(connection.glitches().onUnknown(System.nanoTime()));
            }
        } else if (!stream.hasHead()) {
            onHead(stream, block, count);
        } else if (stream.input().isEnded()) {
            ignore(block, count);
            connection.fail(ErrorCode.STREAM_CLOSED);
        } else {
            onTrailers(stream, block, count);
        }
    }

    private void ignore(byte[] block, int count) {
        HpackDecoder.Result result =
                decoder.decode(block, 0, count, shared.ignoredFields(), limits.responseHeadBytes(), NOBODY);
        if (result == HpackDecoder.Result.BROKEN) {
            connection.fail(ErrorCode.COMPRESSION_ERROR);
        }
    }

    private void onHead(ClientStream stream, byte[] block, int count) {
        ResponseHead head = shared.heads().takeResponse();
        ResponseFields response = shared.responseFields().begin(head);
        HpackDecoder.Result result =
                decoder.decode(block, 0, count, head.fields(), limits.responseHeadBytes(), response);
        switch (result) {
            case BROKEN -> connection.fail(ErrorCode.COMPRESSION_ERROR);
            case TOO_LARGE -> stream.onMalformed(Failure.RESPONSE_HEAD_TOO_LARGE);
            case COMPLETE -> tell(stream, head, response.finish(stream.method(), endStream));
        }
        shared.heads().give(head);
    }

    private void tell(ClientStream stream, ResponseHead head, Failure failure) {
        if (failure != Failure.NONE) {
            stream.onMalformed(failure);
        } else if (!head.isInterim()) {
            stream.onHead(head, endStream);
        } else if (stream.tryInterim()) {
            stream.onInterim(head);
        } else {
            stream.onMalformed(Failure.TOO_MANY_INTERIM_RESPONSES);
        }
    }

    private void onTrailers(ClientStream stream, byte[] block, int count) {
        Fields fields = stream.input().beginTrailers();
        TrailerBlock trailers = shared.trailerBlock().begin(fields);
        HpackDecoder.Result result = decoder.decode(block, 0, count, fields, limits.trailerBytes(), trailers);
        switch (result) {
            case BROKEN -> connection.fail(ErrorCode.COMPRESSION_ERROR);
            case TOO_LARGE -> stream.onMalformed(Failure.RESPONSE_HEAD_TOO_LARGE);
            case COMPLETE -> {
                if (!endStream || trailers.isMalformed()) {
                    stream.onMalformed(Failure.BAD_RESPONSE_FIELD);
                } else {
                    stream.onEnd();
                }
            }
        }
    }
}
