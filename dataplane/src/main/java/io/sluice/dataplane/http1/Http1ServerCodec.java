package io.sluice.dataplane.http1;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.ErrorPages;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.metrics.Counter;
import org.jspecify.annotations.Nullable;

/// The proxy as an HTTP/1.1 server on one client connection: one request at a time, in order (RFC 9112, 9.3.2). Bytes
/// that cannot be told yet wait in `unread`.
public final class Http1ServerCodec extends ChannelInboundHandlerAdapter implements DownstreamStream {

    /*
     * HEAD ──► BODY ──► RESPONSE ──► HEAD        (keep-alive)
     *   └───────────────►┘   │
     *   any ──► LINGER ──► CLOSED                (error answered; what the client still sends is dropped)
     *                        └──► TUNNEL          (101; the codec leaves)
     */
    private enum State {
        HEAD,
        BODY,
        RESPONSE,
        LINGER,
        TUNNEL,
        CLOSED
    }

    private static final long LINGER_NANOS = 1_000_000_000L;

    private final Http1Context shared;
    private final RequestListener listener;
    private final BodyDecoder body;
    private final Deadline deadline = new CodecDeadline();
    private ChannelHandlerContext context;
    private WriteBatch out;
    private @Nullable RequestHead head; // from a request's first byte to its response's last
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private State state = State.HEAD;
    private Framing responseFraming = Framing.NONE;
    private boolean keepAlive;
    private boolean requestPaused;
    private boolean processing;
    private boolean inputEnded;
    private int lingerBytes;

    /// @param exchange makes the listener for this connection's requests
    @SuppressWarnings("NullAway.Init") // set in handlerAdded, before any other event
    public Http1ServerCodec(Http1Context shared, Function<DownstreamStream, RequestListener> exchange) {
        this.shared = shared;
        body = new BodyDecoder(shared.limits());
        listener = exchange.apply(this);
    }

    // ---- what the channel tells ----

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        out = new WriteBatch(newContext);
        arm(shared.keepAliveNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf data = (ByteBuf) message;
        shared.counters().add(Counter.BYTES_RECEIVED, data.readableBytes());
        unread = unread.isReadable() ? joined(unread, data) : data;
        process();
    }

    private ByteBuf joined(ByteBuf first, ByteBuf second) {
        ByteBuf both = context.alloc().directBuffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        listener.onRequestReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (context.channel().isWritable() && state != State.CLOSED) {
            if (state == State.RESPONSE) {
                shared.loop().deadlines().disarm(deadline);
            }
            listener.onDownstreamWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            onInputEnd();
        }
    }

    /// The client sends no more, but may still read: its request is answered (RFC 9112, 9.6).
    private void onInputEnd() {
        inputEnded = true;
        keepAlive = false;
        switch (state) {
            case HEAD, LINGER -> context.close();
            case BODY -> {
                if (!unread.isReadable()) {
                    listener.onRequestFailure(Failure.CLIENT_GONE);
                    abort();
                }
            }
            case RESPONSE, TUNNEL, CLOSED -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (state == State.TUNNEL || state == State.CLOSED) {
            return;
        }
        boolean underWay = state == State.BODY || state == State.RESPONSE;
        release();
        if (underWay) {
            listener.onRequestFailure(Failure.CLIENT_GONE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        // A reset or a failed write; the connection has nothing left to say.
        context.close();
    }

    private void release() {
        state = State.CLOSED;
        shared.loop().deadlines().remove(deadline);
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
        out.release();
        releaseHead();
    }

    private void releaseHead() {
        if (head != null) {
            shared.heads().give(head);
            head = null;
        }
    }

    // ---- from bytes to requests ----

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        boolean progress = true;
        while (progress) {
            progress = switch (state) {
                case HEAD -> unread.isReadable() && scanHead();
                case BODY -> !requestPaused && decodeBody();
                case RESPONSE -> holdReadAhead();
                case LINGER -> dropInput();
                case TUNNEL -> false;
                case CLOSED -> dropUnread();
            };
        }
        processing = false;
        if (!unread.isReadable()) {
            dropUnread();
        }
    }

    private boolean scanHead() {
        if (head == null) {
            head = shared.heads().takeRequest();
            arm(shared.headNanos());
        }
        RequestHead current = head;
        Fields fields = current.fields();
        int before = fields.length();
        int taken = copyHeadBytes(fields);
        return switch (shared.requestScanner().scan(current)) {
            case INCOMPLETE -> {
                unread.skipBytes(taken);
                yield unread.isReadable() || dropUnread();
            }
            case COMPLETE -> {
                unread.skipBytes(fields.lineStart() - before);
                onHead(current);
                yield true;
            }
            case REFUSED -> {
                unread.skipBytes(taken);
                refuseHead(shared.requestScanner().failure());
                yield true;
            }
        };
    }

    /// Heads are small: what fits without growing comes first, the rest of a large one in further rounds.
    private int copyHeadBytes(Fields fields) {
        int room = Math.max(1024, fields.bytes().length - fields.length());
        int allowed = Math.max(0, shared.limits().requestHeadBytes() - fields.length());
        int taken = Math.min(unread.readableBytes(), Math.min(room, allowed));
        fields.reserve(taken);
        unread.getBytes(unread.readerIndex(), fields.bytes(), fields.length(), taken);
        fields.advance(taken);
        return taken;
    }

    private void onHead(RequestHead request) {
        shared.counters().increment(Counter.REQUESTS);
        keepAlive = request.isKeepAlive() && !inputEnded;
        requestPaused = false;
        if (request.hasBody()) {
            body.begin(request.isChunked() ? Framing.CHUNKED : Framing.LENGTH, request.contentLength());
            state = State.BODY;
            arm(shared.bodyGapNanos());
        } else {
            state = State.RESPONSE;
            shared.loop().deadlines().disarm(deadline);
        }
        listener.onRequestHead(request);
    }

    private boolean decodeBody() {
        switch (body.next(unread)) {
            case NEED_MORE -> {
                return dropUnread();
            }
            case DATA -> {
                arm(shared.bodyGapNanos());
                listener.onRequestBody(takeData(body.dataBytes()));
            }
            case END -> {
                state = State.RESPONSE;
                shared.loop().deadlines().disarm(deadline);
                listener.onRequestEnd(body.trailers());
            }
            case REFUSED -> listener.onRequestFailure(body.failure());
        }
        return true;
    }

    private ByteBuf takeData(int bytes) {
        if (bytes == unread.readableBytes()) {
            ByteBuf all = unread;
            unread = Unpooled.EMPTY_BUFFER;
            return all;
        }
        return unread.readRetainedSlice(bytes);
    }

    /// Pipelined requests wait; a client that sends too many of them is read no further.
    private boolean holdReadAhead() {
        if (unread.readableBytes() > shared.limits().readAheadBytes()) {
            setReading(false);
        }
        return false;
    }

    private boolean dropInput() {
        lingerBytes += unread.readableBytes();
        if (lingerBytes > shared.limits().lingerBytes()) {
            context.close();
        }
        return dropUnread();
    }

    private boolean dropUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
        return false;
    }

    private void refuseHead(Failure failure) {
        shared.counters().increment(Counter.REQUESTS);
        keepAlive = false;
        state = State.BODY;
        listener.onRequestFailure(failure);
    }

    // ---- what the exchange asks ----

    @Override
    public void sendInterim(ResponseHead response, InfoFields info) {
        if (request().minorVersion() == 1) {
            write(response, info, Framing.NONE, ConnectionLine.NONE);
        }
    }

    @Override
    public void sendHead(ResponseHead response, InfoFields info, boolean closeAfter) {
        RequestHead request = request();
        responseFraming = framing(response, request);
        keepAlive = keepAlive && !closeAfter && !shared.isDraining() && responseFraming != Framing.UNTIL_CLOSE;
        write(response, info, responseFraming, connectionLine(request));
    }

    private void write(ResponseHead response, InfoFields info, Framing framing, ConnectionLine connection) {
        HeadWriter writer = shared.headWriter().begin();
        ResponseWriter.write(writer, response, info, framing, connection);
        out.addHead(writer, framing == Framing.NONE ? 0 : response.contentLength());
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
        if (request.minorVersion() == 0) {
            return keepAlive ? ConnectionLine.KEEP_ALIVE : ConnectionLine.NONE;
        }
        return keepAlive ? ConnectionLine.NONE : ConnectionLine.CLOSE;
    }

    @Override
    public void sendBody(ByteBuf data) {
        if (responseFraming == Framing.CHUNKED) {
            out.addChunk(data);
        } else {
            out.add(data);
        }
    }

    @Override
    public void sendEnd(Fields trailers) {
        if (responseFraming == Framing.CHUNKED) {
            sendLastChunk(trailers);
        }
        onResponseSent();
    }

    /// Trailers go to clients that ask for them, and never fields that belong into a head (RFC 9110, 6.5.1).
    private void sendLastChunk(Fields trailers) {
        if (request().acceptsTrailers() && trailers.count() > 0) {
            HeadWriter lines = shared.headWriter().begin();
            Trailers.append(lines, trailers);
            out.addLastChunk(lines.bytes(), 0, lines.length());
        } else {
            out.addLastChunk(trailers.bytes(), 0, 0);
        }
    }

    private void onResponseSent() {
        boolean requestEnded = state == State.RESPONSE;
        releaseHead();
        if (!keepAlive || !requestEnded) {
            finish(requestEnded);
            return;
        }
        state = State.HEAD;
        setReading(true);
        arm(shared.keepAliveNanos());
        process();
    }

    /// Ends the connection behind what was written. A client that is still sending is read for a moment, lest the reset
    /// that answers its bytes destroys the response on its way (RFC 9112, 9.6).
    private void finish(boolean nothingUnread) {
        out.flush();
        countSent();
        if (nothingUnread && !unread.isReadable()) {
            state = State.LINGER;
            arm(shared.bodyGapNanos());
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        state = State.LINGER;
        lingerBytes = 0;
        setReading(true);
        arm(LINGER_NANOS);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this::shutdownOutput);
        process();
    }

    private void shutdownOutput(io.netty.util.concurrent.Future<? super Void> written) {
        if (written.isSuccess() && !inputEnded && context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput();
        } else {
            context.close();
        }
    }

    @Override
    public void sendFailure(Failure failure, InfoFields info) {
        boolean requestEnded = state == State.RESPONSE;
        RequestHead request = request();
        ErrorPages.Page page = shared.errorPages().page(failure, request);
        boolean closing = !requestEnded || !keepAlive || shared.isDraining() || failure.status() == 408;
        keepAlive = !closing;
        HeadWriter writer = shared.headWriter().begin().append(page.head());
        if (closing) {
            writer.append(ResponseWriter.CLOSE);
        }
        info.appendTo(writer);
        writer.crlf();
        if (request.method() != RequestHead.Method.HEAD) {
            writer.append(page.body());
        }
        out.addHead(writer, 0);
        onResponseSent();
        flush();
    }

    @Override
    public void abort() {
        if (state == State.CLOSED) {
            return;
        }
        // A reset, so that no client takes what it has for a whole response.
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        release();
        context.close();
    }

    @Override
    public void flush() {
        if (state == State.CLOSED || out.isEmpty()) {
            return;
        }
        out.flush();
        countSent();
        if (!context.channel().isWritable() && state == State.RESPONSE) {
            arm(shared.bodyGapNanos());
        }
    }

    private void countSent() {
        shared.counters().add(Counter.BYTES_SENT, out.takeSentBytes());
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void pauseRequest() {
        requestPaused = true;
        shared.loop().deadlines().disarm(deadline);
        setReading(false);
    }

    @Override
    public void resumeRequest() {
        if (requestPaused) {
            requestPaused = false;
            if (state == State.BODY) {
                arm(shared.bodyGapNanos());
            }
            setReading(true);
            process();
        }
    }

    @Override
    public ByteBuf becomeTunnel(ResponseHead response, InfoFields info) {
        write(response, info, Framing.NONE, ConnectionLine.SWITCH);
        out.flush();
        countSent();
        state = State.TUNNEL;
        setReading(true);
        shared.loop().deadlines().remove(deadline);
        releaseHead();
        ByteBuf early = unread;
        unread = Unpooled.EMPTY_BUFFER;
        context.pipeline().remove(this);
        return early;
    }

    @Override
    public Channel channel() {
        return context.channel();
    }

    /// Ends an idle connection now; one with a request under way ends behind its response.
    public void drain() {
        keepAlive = false;
        if (state == State.HEAD && head == null) {
            context.close();
        }
    }

    private RequestHead request() {
        assert head != null;
        return head;
    }

    private void setReading(boolean reading) {
        if (context.channel().config().isAutoRead() != reading) {
            context.channel().config().setAutoRead(reading);
        }
    }

    private void arm(long nanos) {
        shared.loop().deadlines().arm(deadline, System.nanoTime() + nanos);
    }

    private void onDeadline() {
        switch (state) {
            case HEAD -> {
                if (head == null) {
                    context.close();
                } else {
                    shared.counters().increment(Counter.HEAD_TIMEOUTS);
                    refuseHead(Failure.HEAD_TIMEOUT);
                }
            }
            case BODY -> listener.onRequestFailure(Failure.BODY_TIMEOUT);
            case RESPONSE -> {
                listener.onRequestFailure(Failure.CLIENT_STALLED);
                abort();
            }
            case LINGER -> context.close();
            case TUNNEL, CLOSED -> {}
        }
    }

    private final class CodecDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            Http1ServerCodec.this.onDeadline();
        }
    }
}
