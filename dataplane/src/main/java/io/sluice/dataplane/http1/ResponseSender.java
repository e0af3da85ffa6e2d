package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.Trailers;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;
import io.sluice.dataplane.metrics.Counter;

/// Writes responses to one client, in the framing that its version and the response allow (RFC 9112, 6), and knows
/// whether the connection outlives the response.
final class ResponseSender {

    private final Http1Context shared;
    private final WriteBatch out;
    private Framing framing = Framing.NONE;
    private boolean keepAlive;
    private int requestCount;

    ResponseSender(Http1Context shared, ChannelHandlerContext context) {
        this.shared = shared;
        out = new WriteBatch(context);
    }

    /// Starts with what the client asked for, unless it has used the connection long enough.
    void begin(boolean requestKeepAlive) {
        keepAlive = requestKeepAlive;
        if (++requestCount >= shared.limits().requestsPerConnection() && keepAlive) {
            keepAlive = false;
            shared.counters().increment(Counter.REQUEST_LIMIT);
        }
    }

    boolean isKeepAlive() {
        return keepAlive;
    }

    void endKeepAlive() {
        keepAlive = false;
    }

    /// HTTP/1.0 has no interim responses (RFC 9110, 15.2).
    void interim(ResponseHead response, RequestHead request, InfoFields info) {
        if (request.minorVersion() == 1) {
            write(response, info, Framing.NONE, ConnectionLine.NONE);
        }
    }

    void switching(ResponseHead response, InfoFields info) {
        write(response, info, Framing.NONE, ConnectionLine.SWITCH);
    }

    void head(ResponseHead response, RequestHead request, InfoFields info, boolean closeAfter) {
        framing = framing(response, request);
        keepAlive = keepAlive && !closeAfter && !shared.isDraining() && framing != Framing.UNTIL_CLOSE;
        write(response, info, framing, connectionLine(request));
    }

    private void write(ResponseHead response, InfoFields info, Framing bodyFraming, ConnectionLine connection) {
        HeadWriter writer = shared.headWriter().begin();
        ResponseWriter.write(writer, response, info, bodyFraming, connection);
        out.addHead(writer, bodyFraming == Framing.NONE ? 0 : response.contentLength());
    }

    private static Framing framing(ResponseHead response, RequestHead request) {
        if (response.isBodiless(request.method())) {
            return Framing.NONE;
        }
        if (response.contentLength() >= 0) {
            return Framing.LENGTH;
        }
        return request.minorVersion() == 1 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    private ConnectionLine connectionLine(RequestHead request) {
        if (!keepAlive) {
            return ConnectionLine.CLOSE;
        }
        return request.minorVersion() == 0 ? ConnectionLine.KEEP_ALIVE : ConnectionLine.NONE;
    }

    /// Consumes the data.
    void body(ByteBuf data) {
        if (framing == Framing.CHUNKED) {
            out.addChunk(data);
        } else {
            out.add(data);
        }
    }

    /// @param withTrailers the client asked for them
    void end(Fields trailers, boolean withTrailers) {
        if (framing != Framing.CHUNKED) {
            return;
        }
        HeadWriter lines = shared.headWriter().begin();
        if (withTrailers) {
            Trailers.appendResponse(lines, trailers);
        }
        out.addLastChunk(lines.bytes(), 0, lines.length());
    }

    void answer(LocalAnswer answer, RequestHead request, InfoFields info, boolean closeAfter) {
        keepAlive = keepAlive && !closeAfter && !shared.isDraining();
        HeadWriter writer = shared.headWriter().begin();
        answer.appendHead(writer);
        ResponseWriter.append(writer, connectionLine(request));
        info.appendDate(writer);
        info.appendTo(writer);
        writer.crlf();
        if (request.method() != RequestHead.Method.HEAD) {
            answer.appendBody(writer);
        }
        out.addHead(writer, 0);
    }

    void flush() {
        out.flush();
        count();
    }

    private void count() {
        long bytes = out.takeSentBytes();
        if (bytes > 0) {
            shared.counters().add(Counter.BYTES_SENT, bytes);
        }
    }

    /// The connection is closed, or somebody else's.
    void release() {
        count();
        out.release();
    }
}
