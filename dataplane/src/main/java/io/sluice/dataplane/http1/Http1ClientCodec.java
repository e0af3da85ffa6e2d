package io.sluice.dataplane.http1;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.dataplane.http.ConnectionAge;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseListener;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Defects;
import org.jspecify.annotations.Nullable;

/// The proxy as an HTTP/1.1 client on one connection to an endpoint. The endpoint is not trusted: whatever cannot be
/// read in one way only ends the connection, and nothing that comes when no request is under way reaches a client.
public final class Http1ClientCodec extends ChannelInboundHandlerAdapter
        implements UpstreamStream, ClientWait.Listener {

    /*
     * IDLE ──► HEAD ──► BODY ──► IDLE     (reusable)
     *            │        └────► CLOSED
     *            └──► SWITCHING ──► TUNNEL (the codec leaves)
     */
    private enum State {
        IDLE,
        HEAD,
        BODY,
        SWITCHING,
        TUNNEL,
        CLOSED
    }

    private final Http1Context shared;
    private final ConnectionOwner owner;
    private final ResponseReader in;
    private final ConnectionAge age;
    private ChannelHandlerContext context;
    private RequestSender out;
    private ClientWait wait;
    private Reading reading;
    private @Nullable ResponseListener listener; // while a request is under way
    private State state = State.IDLE;
    private boolean pooled;
    private boolean processing;
    private boolean inputEnded;
    private boolean broken;
    private boolean attached; // false: not even a socket could be had

    @SuppressWarnings("NullAway.Init") // set in handlerAdded, before any other event
    public Http1ClientCodec(Http1Context shared, ConnectionOwner owner) {
        this.shared = shared;
        this.owner = owner;
        in = new ResponseReader(shared);
        age = new ConnectionAge(shared.limits().requestsPerUpstreamConnection());
    }

    // ---- what the owner asks ----

    @Override
    public void begin(ResponseListener newListener, long responseNanos, long bodyGapNanos) {
        assert state == State.IDLE;
        listener = newListener;
        state = State.HEAD;
        age.onRequest();
        reading.start();
        out.begin();
        wait.begin(responseNanos, bodyGapNanos);
    }

    @Override
    public void giveBack() {
        owner.onReusable(this);
    }

    /// Closes it when it is not taken again in time.
    public void idleFor(long nanos) {
        pooled = true;
        wait.forRequest(nanos);
    }

    /// Of a connection that is idle. The owner is told before anything else can happen, so that nobody takes it any
    /// more.
    public void close() {
        release();
        context.close();
    }

    /// How long the endpoint says it keeps the connection; -1 when it does not say.
    public int keepAliveSeconds() {
        return in.keepAliveSeconds();
    }

    // ---- what the channel tells ----

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        out = new RequestSender(shared, newContext);
        wait = new ClientWait(shared, newContext.channel(), this);
        reading = new Reading(newContext.channel());
        attached = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        in.add((ByteBuf) message, context.alloc());
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        if (listener != null) {
            listener.onResponseReadComplete();
        }
        reading.onReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (listener != null && context.channel().isWritable()) {
            wait.onWritable();
            listener.onUpstreamWritable();
        }
    }

    /// An endpoint that takes no more of a request may have answered it all the same: the end of input tells.
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        broken = true;
        boolean isIoError = cause instanceof IOException;
        if (isIoError && listener != null && !inputEnded) {
            if (state == State.HEAD) {
                wait.forResponse();
            }
            return;
        }
        Defects.report(shared.counters(), context.channel(), cause);
        fail(isIoError ? Failure.TRUNCATED_RESPONSE : Failure.INTERNAL);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        inputEnded = true;
        process();
    }

    // ---- from bytes to responses ----

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        boolean progress = true;
        while (progress) {
            progress = switch (state) {
                case HEAD -> readHead();
                case BODY -> !reading.isStopped() && readBody();
                case IDLE -> refuseUnasked();
                case SWITCHING, TUNNEL -> false;
                case CLOSED -> {
                    in.dropUnread();
                    yield false;
                }
            };
        }
        processing = false;
        in.dropIfRead();
        if (inputEnded && !reading.isStopped()) {
            onInputTaken();
        }
    }

    /// The endpoint has ended the connection, and everything before that is told. While the client does not keep up,
    /// there may be more to tell.
    private void onInputTaken() {
        switch (state) {
            case IDLE -> release();
            case HEAD -> fail(in.isAtStart() ? Failure.CLOSED_BEFORE_RESPONSE : Failure.TRUNCATED_RESPONSE);
            case BODY -> {
                if (in.isUntilClose() && !broken) {
                    onResponseEnd();
                } else {
                    fail(Failure.TRUNCATED_RESPONSE);
                }
            }
            case SWITCHING, TUNNEL, CLOSED -> {}
        }
    }

    /// Nobody asked for these bytes: the start of somebody else's answer, if the connection were used again.
    private boolean refuseUnasked() {
        if (in.hasUnread()) {
            close();
        }
        return false;
    }

    private boolean readHead() {
        switch (in.nextHead()) {
            case HEAD -> onHead(in.head());
            case REFUSED -> fail(in.failure());
            case NEED_MORE, DATA, END -> {
                return false;
            }
        }
        return true;
    }

    private void onHead(ResponseHead response) {
        if (response.status() == 101) {
            state = State.SWITCHING;
            wait.forNothing();
            listener().onResponseHead(response);
        } else if (response.isInterim()) {
            listener().onInterimResponse(response);
        } else {
            state = State.BODY;
            wait.forBody();
            listener().onResponseHead(response);
        }
        in.releaseHead();
    }

    private boolean readBody() {
        switch (in.nextBody()) {
            case DATA -> {
                wait.forBody();
                listener().onResponseBody(in.data());
            }
            case END -> onResponseEnd();
            case REFUSED -> fail(in.failure());
            case NEED_MORE, HEAD -> {
                return false;
            }
        }
        return true;
    }

    private void onResponseEnd() {
        ResponseListener told = listener();
        Fields trailers = in.trailers();
        listener = null;
        if (isReusable()) {
            state = State.IDLE;
            owner.onReusable(this);
        } else {
            release();
            context.close();
        }
        told.onResponseEnd(trailers);
    }

    private boolean isReusable() {
        return in.isReusable()
                && out.isEnded()
                && wait.isSent()
                && !inputEnded
                && !broken
                && age.allowsAnother(wait.ageNanos());
    }

    private void fail(Failure failure) {
        ResponseListener told = listener;
        listener = null;
        release();
        context.close();
        if (told != null) {
            told.onResponseFailure(failure);
        }
    }

    private void release() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        in.dropUnread();
        in.releaseHead();
        if (attached) {
            wait.end();
            out.release();
        }
        owner.onClosed(this);
    }

    // ---- what the exchange asks ----

    @Override
    public void sendHead(RequestHead request, ForwardedFields forwarded, byte[] requestId) {
        in.begin(request.method());
        out.head(request, forwarded, requestId);
    }

    @Override
    public void sendBody(ByteBuf data) {
        out.body(data);
    }

    @Override
    public void sendEnd(Fields trailers) {
        out.end(trailers);
        if (state == State.HEAD) {
            wait.forResponse();
        }
    }

    @Override
    public void flush() {
        if (state == State.CLOSED) {
            return;
        }
        out.flush();
        if (state == State.HEAD && !out.isEnded() && !isWritable()) {
            wait.forSending();
        }
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void pauseResponse() {
        wait.forNothing();
        reading.stop();
    }

    @Override
    public void resumeResponse() {
        if (!reading.isStopped()) {
            return;
        }
        if (state == State.BODY) {
            wait.forBody();
        }
        reading.start();
        process();
        if (listener != null) {
            listener.onResponseReadComplete();
        }
    }

    @Override
    public void cancel() {
        listener = null;
        release();
        if (attached) {
            context.close();
        }
    }

    @Override
    public boolean isReused() {
        return pooled;
    }

    @Override
    public ByteBuf becomeTunnel() {
        state = State.TUNNEL;
        listener = null;
        wait.end();
        context.channel().closeFuture().addListener(closed -> owner.onClosed(this));
        context.pipeline().remove(this);
        return in.takeUnread();
    }

    @Override
    public Channel channel() {
        return context.channel();
    }

    private ResponseListener listener() {
        assert listener != null;
        return listener;
    }

    @Override
    public void onTimeout(ClientWait.For what) {
        switch (what) {
            case REQUEST -> close();
            case RESPONSE, SENDING -> fail(Failure.RESPONSE_TIMEOUT);
            case BODY -> fail(Failure.RESPONSE_STALLED);
            case NOTHING -> {}
        }
    }

    @Override
    public void onDefect(Throwable cause) {
        exceptionCaught(context, cause);
    }
}
