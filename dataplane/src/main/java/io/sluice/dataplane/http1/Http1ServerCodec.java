package io.sluice.dataplane.http1;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LingeringClose;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;

/// The proxy as an HTTP/1.1 server on one client connection: one request at a time, in order (RFC 9112, 9.3.2). What
/// comes too early waits in the [RequestReader]; what leaves goes through the [ResponseSender].
public final class Http1ServerCodec extends ChannelInboundHandlerAdapter
        implements DownstreamStream, ServerWait.Listener {

    /*
     * HEAD ──► BODY ──► RESPONSE ──► HEAD        (keep-alive)
     *   └───────────────►┘   │
     *   any ──► GONE                             (closed, or handed over: to a tunnel, or to LingeringClose)
     */
    private enum State {
        HEAD,
        BODY,
        RESPONSE,
        GONE
    }

    private final Http1Context shared;
    private final RequestListener listener;
    private final RequestReader in;
    private ChannelHandlerContext context;
    private ResponseSender out;
    private ServerWait wait;
    private Reading reading;
    private State state = State.HEAD;
    private boolean bodyHeld; // nobody wants it now
    private boolean processing;
    private boolean inputEnded;

    /// @param exchange makes the listener for this connection's requests
    @SuppressWarnings("NullAway.Init") // set in handlerAdded, before any other event
    public Http1ServerCodec(Http1Context shared, Function<DownstreamStream, RequestListener> exchange) {
        this.shared = shared;
        in = new RequestReader(shared);
        listener = exchange.apply(this);
    }

    // ---- what the channel tells ----

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        out = new ResponseSender(shared, newContext);
        wait = new ServerWait(shared, newContext.channel(), this);
        reading = new Reading(newContext.channel());
        wait.forFirstRequest();
        reading.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        in.add((ByteBuf) message, context.alloc());
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        listener.onRequestReadComplete();
        reading.onReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (!isWritable() || state == State.GONE) {
            return;
        }
        wait.onWritable();
        listener.onDownstreamWritable();
        if (state == State.HEAD) {
            awaitRequest();
        }
    }

    /// The client sends no more, but may still read: its requests are answered (RFC 9112, 9.6).
    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            process();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        boolean underWay = state == State.BODY || state == State.RESPONSE;
        release();
        if (underWay) {
            listener.onRequestFailure(Failure.CLIENT_GONE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        Defects.report(shared.counters(), context.channel(), cause);
        LingeringClose.reset(context.channel());
    }

    private void release() {
        state = State.GONE;
        wait.end();
        in.release();
        out.release();
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
                case HEAD -> canAnswer() && readHead();
                case BODY -> bodyHeld ? holdReadAhead() : readBody();
                case RESPONSE -> holdReadAhead();
                case GONE -> {
                    in.dropUnread();
                    yield false;
                }
            };
        }
        processing = false;
        in.dropIfRead();
        if (inputEnded) {
            onInputTaken();
        }
    }

    /// A client that does not take its answers is not read: answers that the proxy makes itself would pile up.
    private boolean canAnswer() {
        if (isWritable()) {
            return true;
        }
        reading.stop();
        wait.forSending();
        return false;
    }

    private boolean readHead() {
        boolean isFirst = !in.hasHead();
        switch (in.nextHead()) {
            case HEAD -> onHead(in.head());
            case REFUSED -> refuseHead(in.failure());
            case NEED_MORE, DATA, END -> {
                if (isFirst && in.hasHead()) {
                    wait.forHead();
                }
                return false;
            }
        }
        return true;
    }

    private void onHead(RequestHead request) {
        shared.counters().increment(Counter.REQUESTS);
        out.begin(request.isKeepAlive());
        reading.start();
        if (request.hasBody()) {
            in.beginBody();
            state = State.BODY;
            wait.forBody();
        } else {
            state = State.RESPONSE;
            wait.forNothing();
        }
        listener.onRequestHead(request);
    }

    private boolean readBody() {
        switch (in.nextBody()) {
            case DATA -> onBody(in.data());
            case END -> {
                state = State.RESPONSE;
                wait.forNothing();
                listener.onRequestEnd(in.trailers());
            }
            case REFUSED -> listener.onRequestFailure(in.failure());
            case NEED_MORE, HEAD -> {
                return false;
            }
        }
        return true;
    }

    private void onBody(ByteBuf data) {
        boolean fastEnough = wait.onBody(data.readableBytes());
        listener.onRequestBody(data);
        if (!fastEnough && state == State.BODY) {
            listener.onRequestFailure(Failure.BODY_TIMEOUT);
        }
    }

    /// Pipelined requests wait, or a body does; a client that sends too much of that is read no further.
    private boolean holdReadAhead() {
        if (in.isFull()) {
            reading.stop();
        }
        return false;
    }

    private void refuseHead(Failure failure) {
        shared.counters().increment(Counter.REQUESTS);
        out.begin(false);
        state = State.BODY;
        listener.onRefusedHead(in.head(), failure);
    }

    /// Everything that the client sent before it ended its side has been told, as far as anybody wants it now.
    private void onInputTaken() {
        if (state == State.HEAD && !in.hasUnread()) {
            endConnection(true);
        } else if (state == State.BODY && (!bodyHeld || in.isBodyCut())) {
            loseClient(Failure.CLIENT_GONE);
        }
    }

    private void loseClient(Failure failure) {
        if (state != State.HEAD) {
            listener.onRequestFailure(failure);
        }
        abort();
    }

    // ---- what the exchange asks ----

    @Override
    public void sendInterim(ResponseHead response, InfoFields info) {
        out.interim(response, in.head(), info);
    }

    @Override
    public void sendHead(ResponseHead response, InfoFields info, boolean closeAfter) {
        out.head(response, in.head(), info, closeAfter || isLast());
    }

    @Override
    public void sendBody(ByteBuf data) {
        out.body(data);
    }

    @Override
    public void sendEnd(Fields trailers) {
        out.end(trailers, in.head().acceptsTrailers());
        onResponseSent();
    }

    @Override
    public void sendAnswer(LocalAnswer answer, InfoFields info) {
        out.answer(answer, in.head(), info, state != State.RESPONSE || isLast());
        onResponseSent();
        flush();
    }

    /// The client has sent no other request behind this one, and will not.
    private boolean isLast() {
        return inputEnded && !in.hasUnread();
    }

    private void onResponseSent() {
        boolean requestEnded = state == State.RESPONSE;
        boolean clientEnds = inputEnded || !in.head().isKeepAlive();
        in.releaseHead();
        if (requestEnded && out.isKeepAlive()) {
            state = State.HEAD;
            awaitRequest();
        } else {
            endConnection(requestEnded && clientEnds && !in.hasUnread());
        }
    }

    private void awaitRequest() {
        reading.start();
        wait.forRequest(in.hasHead());
        process();
        listener.onRequestReadComplete();
    }

    /// @param clientEnds it will send no more, so nothing can disturb the response on its way
    private void endConnection(boolean clientEnds) {
        out.flush();
        release();
        LingeringClose.start(shared.endBounds(), context, clientEnds);
    }

    @Override
    public void abort() {
        if (state != State.GONE) {
            release();
            LingeringClose.reset(context.channel());
        }
    }

    @Override
    public void flush() {
        if (state == State.GONE) {
            return;
        }
        out.flush();
        if (!isWritable() && (state == State.RESPONSE || bodyHeld || reading.isStopped())) {
            wait.forSending();
        }
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void pauseRequest() {
        reading.stop();
        holdRequest();
    }

    @Override
    public void holdRequest() {
        bodyHeld = true;
        wait.forNothing();
        flush();
    }

    @Override
    public void resumeRequest() {
        if (state != State.BODY || !bodyHeld) {
            return;
        }
        bodyHeld = false;
        wait.forBody();
        reading.start();
        process();
        listener.onRequestReadComplete();
    }

    @Override
    public ByteBuf becomeTunnel(ResponseHead response, InfoFields info) {
        out.switching(response, info);
        out.flush();
        ByteBuf early = in.takeUnread();
        release();
        context.pipeline().remove(this);
        return early;
    }

    @Override
    public Channel channel() {
        return context.channel();
    }

    /// Ends an idle connection at the next tick, so that a request which is already here is answered; one with a
    /// request under way ends behind its response.
    public void drain() {
        out.endKeepAlive();
        if (state == State.HEAD && !in.hasHead()) {
            wait.forLastRequest();
        }
    }

    @Override
    public void onTimeout(ServerWait.For what) {
        switch (what) {
            case REQUEST -> endConnection(true);
            case HEAD -> {
                shared.counters().increment(Counter.HEAD_TIMEOUTS);
                refuseHead(Failure.HEAD_TIMEOUT);
            }
            case BODY -> listener.onRequestFailure(Failure.BODY_TIMEOUT);
            case SENDING -> loseClient(Failure.CLIENT_STALLED);
            case NOTHING -> {}
        }
    }

    @Override
    public void onDefect(Throwable cause) {
        exceptionCaught(context, cause);
    }
}
