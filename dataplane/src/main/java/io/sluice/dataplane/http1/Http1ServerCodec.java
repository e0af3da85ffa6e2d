package io.sluice.dataplane.http1;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
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

    private final Http1Context shared;
    private final RequestListener listener;
    private final BodyDecoder body;
    private final Deadline deadline = new CodecDeadline();
    private ChannelHandlerContext context;
    private ResponseSender out;
    private LingeringClose ending;
    private @Nullable RequestHead head; // from a request's first byte to its response's last
    private final InputBuffer unread = new InputBuffer();
    private State state = State.HEAD;
    private boolean requestPaused;
    private boolean processing;
    private boolean inputEnded;

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
        out = new ResponseSender(shared, newContext);
        ending = new LingeringClose(newContext, shared.limits().lingerBytes());
        arm(shared.keepAliveNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf data = (ByteBuf) message;
        shared.counters().add(Counter.BYTES_RECEIVED, data.readableBytes());
        unread.add(data, context.alloc());
        process();
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
        out.endKeepAlive();
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
        unread.drop();
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
        unread.dropIfRead();
    }

    private boolean scanHead() {
        if (head == null) {
            head = shared.heads().takeRequest();
            arm(shared.headNanos());
        }
        RequestHead current = head;
        Fields fields = current.fields();
        int before = fields.length();
        int taken = unread.copyTo(fields, shared.limits().requestHeadBytes());
        return switch (shared.requestScanner().scan(current)) {
            case INCOMPLETE -> {
                unread.skip(taken);
                yield unread.isReadable() || dropUnread();
            }
            case COMPLETE -> {
                unread.skip(fields.lineStart() - before);
                onHead(current);
                yield true;
            }
            case REFUSED -> {
                unread.skip(taken);
                refuseHead(shared.requestScanner().failure());
                yield true;
            }
        };
    }

    private void onHead(RequestHead request) {
        shared.counters().increment(Counter.REQUESTS);
        out.begin(request.isKeepAlive() && !inputEnded);
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
        switch (body.next(unread.bytes())) {
            case NEED_MORE -> {
                return dropUnread();
            }
            case DATA -> {
                arm(shared.bodyGapNanos());
                listener.onRequestBody(unread.take(body.dataBytes()));
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

    /// Pipelined requests wait; a client that sends too many of them is read no further.
    private boolean holdReadAhead() {
        if (unread.readableBytes() > shared.limits().readAheadBytes()) {
            setReading(false);
        }
        return false;
    }

    private boolean dropInput() {
        ending.onDropped(unread.readableBytes());
        return dropUnread();
    }

    private boolean dropUnread() {
        unread.drop();
        return false;
    }

    private void refuseHead(Failure failure) {
        shared.counters().increment(Counter.REQUESTS);
        out.begin(false);
        state = State.BODY;
        listener.onRequestFailure(failure);
    }

    // ---- what the exchange asks ----

    @Override
    public void sendInterim(ResponseHead response, InfoFields info) {
        if (request().minorVersion() == 1) {
            out.interim(response, info);
        }
    }

    @Override
    public void sendHead(ResponseHead response, InfoFields info, boolean closeAfter) {
        out.head(response, request(), info, closeAfter);
    }

    @Override
    public void sendBody(ByteBuf data) {
        out.body(data);
    }

    @Override
    public void sendEnd(Fields trailers) {
        out.end(trailers, request().acceptsTrailers());
        onResponseSent();
    }

    private void onResponseSent() {
        boolean requestEnded = state == State.RESPONSE;
        releaseHead();
        if (!out.isKeepAlive() || !requestEnded) {
            finish(requestEnded);
            return;
        }
        state = State.HEAD;
        setReading(true);
        arm(shared.keepAliveNanos());
        process();
    }

    private void finish(boolean requestEnded) {
        out.flush();
        state = State.LINGER;
        if (requestEnded && !unread.isReadable()) {
            arm(shared.bodyGapNanos());
            ending.closeBehindWrites();
            return;
        }
        setReading(true);
        arm(LingeringClose.NANOS);
        ending.endOutputBehindWrites();
        process();
    }

    @Override
    public void sendFailure(Failure failure, InfoFields info) {
        boolean requestEnded = state == State.RESPONSE;
        out.page(failure, request(), info, !requestEnded);
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
        if (!context.channel().isWritable() && state == State.RESPONSE) {
            arm(shared.bodyGapNanos());
        }
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
        out.switching(response, info);
        out.flush();
        state = State.TUNNEL;
        setReading(true);
        shared.loop().deadlines().remove(deadline);
        releaseHead();
        context.pipeline().remove(this);
        return unread.takeAll();
    }

    @Override
    public Channel channel() {
        return context.channel();
    }

    /// Ends an idle connection now; one with a request under way ends behind its response.
    public void drain() {
        out.endKeepAlive();
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
