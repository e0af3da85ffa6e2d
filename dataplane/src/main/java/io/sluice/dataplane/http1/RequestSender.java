package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.Trailers;

/// Writes requests to one endpoint, in the framing that they came with.
final class RequestSender {

    private final Http1Context shared;
    private final WriteBatch out;
    private boolean chunked;
    private boolean withTrailers;
    private boolean ended;

    RequestSender(Http1Context shared, ChannelHandlerContext context) {
        this.shared = shared;
        out = new WriteBatch(context);
    }

    void begin() {
        ended = false;
    }

    /// The request is complete.
    boolean isEnded() {
        return ended;
    }

    void head(RequestHead request, ForwardedFields forwarded, byte[] requestId) {
        chunked = request.isChunked();
        withTrailers = request.acceptsTrailers();
        HeadWriter writer = shared.headWriter().begin();
        RequestWriter.write(writer, request, forwarded, requestId);
        out.addHead(writer, request.hasBody() ? request.contentLength() : 0);
    }

    /// Consumes the data.
    void body(ByteBuf data) {
        if (chunked) {
            out.addChunk(data);
        } else {
            out.add(data);
        }
    }

    void end(Fields trailers) {
        ended = true;
        if (chunked) {
            HeadWriter lines = shared.headWriter().begin();
            if (withTrailers) {
                Trailers.appendRequest(lines, trailers, shared.underscores());
            }
            out.addLastChunk(lines.bytes(), 0, lines.length());
        }
    }

    void flush() {
        out.flush();
    }

    /// The connection is closed.
    void release() {
        out.release();
    }
}
