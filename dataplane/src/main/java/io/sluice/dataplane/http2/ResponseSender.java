package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.loop.OnLoop;

/// Writes the heads of responses to one client.
@OnLoop
final class ResponseSender {

    private static final byte[] NO_TRAILERS = {};

    /// Our dynamic table has no room: so the client need not keep it, and may allow us what it likes (RFC 7541, 4.2).
    private static final int NO_TABLE = 0x20;

    private final HpackEncoder encoder;
    private final HeadWriter lines;
    private final FrameWriter out;
    private boolean tableTold;

    ResponseSender(Http2Context shared, FrameWriter out) {
        encoder = shared.encoder();
        lines = shared.headWriter();
        this.out = out;
    }

    /// @param status in place of the head's
    void head(int streamId, ResponseHead response, int status, InfoFields info) {
        ResponseBlock.encode(begin(), lines, response, status, info);
        send(streamId);
    }

    void answerHead(int streamId, LocalAnswer answer, InfoFields info) {
        ResponseBlock.encode(begin(), lines, answer, info);
        send(streamId);
    }

    /// The caller releases it.
    ByteBuf answerBody(LocalAnswer answer, ByteBufAllocator allocator) {
        lines.begin();
        answer.appendBody(lines);
        return lines.take(allocator, 0);
    }

    /// A block to send later, since content may still be before it; empty: there is nothing to send.
    byte[] trailers(Fields trailers) {
        boolean has = trailers.count() > 0 && ResponseBlock.encodeTrailers(encoder.begin(), lines, trailers);
        return has ? Arrays.copyOf(encoder.bytes(), encoder.length()) : NO_TRAILERS;
    }

    private HpackEncoder begin() {
        encoder.begin();
        return tableTold ? encoder : encoder.raw(NO_TABLE);
    }

    private void send(int streamId) {
        tableTold = true;
        out.headers(streamId, encoder.bytes(), encoder.length(), false);
    }
}
