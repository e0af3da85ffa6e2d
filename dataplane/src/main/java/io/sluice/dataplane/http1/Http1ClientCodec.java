package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseListener;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.loop.Deadline;
import org.jspecify.annotations.Nullable;

/// The proxy as an HTTP/1.1 client on one connection to an endpoint. The endpoint is not trusted: whatever cannot be
/// read in one way only ends the connection, and nothing that comes when no request is under way reaches a client.
public final class Http1ClientCodec extends ChannelInboundHandlerAdapter implements UpstreamStream {

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
    private final BodyDecoder body;
    private final Deadline deadline = new CodecDeadline();
    private ChannelHandlerContext context;
    private RequestSender out;
    private @Nullable ResponseListener listener; // while a request is under way
    private @Nullable ResponseHead head; // while a head is incomplete or being told
    private final InputBuffer unread = new InputBuffer();
    private State state = State.IDLE;
    private RequestHead.Method method = RequestHead.Method.OTHER;
    private long responseNanos;
    private long bodyGapNanos;
    private int requestCount;
    private int interimCount;
    private int keepAliveSeconds = -1;
    private boolean keepAlive;
    private boolean paused;
    private boolean processing;
    private boolean inputEnded;
    private boolean broken;

    @SuppressWarnings("NullAway.Init") // set in handlerAdded, before any other event
    public Http1ClientCodec(Http1Context shared, ConnectionOwner owner) {
        this.shared = shared;
        this.owner = owner;
        body = new BodyDecoder(shared.limits());
    }

    // ---- what the owner asks ----

    /// Takes the connection for one request.
    ///
    /// @param newResponseNanos from the request's end to the response head
    /// @param newBodyGapNanos between two reads of the response body
    public void begin(ResponseListener newListener, long newResponseNanos, long newBodyGapNanos) {
        assert state == State.IDLE;
        listener = newListener;
        responseNanos = newResponseNanos;
        bodyGapNanos = newBodyGapNanos;
        state = State.HEAD;
        requestCount++;
        interimCount = 0;
        out.begin();
        paused = false;
        shared.loop().deadlines().disarm(deadline);
    }

    /// Closes it when it is not taken again in time.
    public void idleFor(long nanos) {
        arm(nanos);
    }

    /// Of a connection that is idle.
    public void close() {
        context.close();
    }

    public int requestCount() {
        return requestCount;
    }

    /// How long the endpoint says it keeps the connection; -1 when it does not say.
    public int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    // ---- what the channel tells ----

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        out = new RequestSender(shared, newContext);
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        unread.add((ByteBuf) message, context.alloc());
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        if (listener != null) {
            listener.onResponseReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (listener != null && context.channel().isWritable()) {
            if (state == State.HEAD && !out.isEnded()) {
                shared.loop().deadlines().disarm(deadline);
            }
            listener.onUpstreamWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        broken = true;
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        inputEnded = true;
        if (paused && unread.isReadable()) {
            return; // told when the client has room again
        }
        onInputEnd();
    }

    private void onInputEnd() {
        State was = state;
        if (was == State.TUNNEL || was == State.CLOSED) {
            return;
        }
        if (was == State.BODY && body.framing() == Framing.UNTIL_CLOSE && !broken) {
            onResponseEnd();
            return;
        }
        Failure failure = was == State.HEAD && head == null && interimCount == 0
                ? Failure.CLOSED_BEFORE_RESPONSE
                : Failure.TRUNCATED_RESPONSE;
        fail(failure);
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
                case HEAD -> unread.isReadable() && scanHead();
                case BODY -> !paused && decodeBody();
                case IDLE -> unread.isReadable() && onUnaskedBytes();
                case SWITCHING, TUNNEL -> false;
                case CLOSED -> dropUnread();
            };
        }
        processing = false;
        unread.dropIfRead();
        if (inputEnded && !unread.isReadable()) {
            onInputEnd();
        }
    }

    /// Nobody asked for these: the start of somebody else's answer, if the connection were used again.
    private boolean onUnaskedBytes() {
        dropUnread();
        context.close();
        return false;
    }

    private boolean scanHead() {
        if (head == null) {
            head = shared.heads().takeResponse();
        }
        ResponseHead current = head;
        Fields fields = current.fields();
        int before = fields.length();
        int taken = unread.copyTo(fields, shared.limits().responseHeadBytes());
        return switch (shared.responseScanner().scan(current)) {
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
                fail(shared.responseScanner().failure());
                yield true;
            }
        };
    }

    private void onHead(ResponseHead response) {
        if (response.status() == 101) {
            state = State.SWITCHING;
            shared.loop().deadlines().disarm(deadline);
            listener().onResponseHead(response);
        } else if (response.isInterim()) {
            onInterim(response);
        } else {
            onFinalHead(response);
        }
        releaseHead();
    }

    private void onInterim(ResponseHead response) {
        if (++interimCount > shared.limits().interimResponses()) {
            fail(Failure.TOO_MANY_INTERIM_RESPONSES);
        } else {
            listener().onInterimResponse(response);
        }
    }

    private void onFinalHead(ResponseHead response) {
        keepAlive = response.isKeepAlive();
        keepAliveSeconds = response.keepAliveSeconds();
        body.begin(framing(response), response.contentLength());
        state = State.BODY;
        arm(bodyGapNanos);
        listener().onResponseHead(response);
    }

    private Framing framing(ResponseHead response) {
        if (response.isBodiless(method)) {
            return Framing.NONE;
        }
        if (response.isChunked()) {
            return Framing.CHUNKED;
        }
        return response.contentLength() >= 0 ? Framing.LENGTH : Framing.UNTIL_CLOSE;
    }

    private boolean decodeBody() {
        switch (body.next(unread.bytes())) {
            case NEED_MORE -> {
                return dropUnread();
            }
            case DATA -> {
                arm(bodyGapNanos);
                listener().onResponseBody(unread.take(body.dataBytes()));
            }
            case END -> onResponseEnd();
            case REFUSED -> fail(Failure.BAD_RESPONSE_CODING);
        }
        return true;
    }

    private boolean dropUnread() {
        unread.drop();
        return false;
    }

    private void onResponseEnd() {
        ResponseListener told = listener();
        Fields trailers = body.trailers();
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
        return keepAlive
                && out.isEnded()
                && !inputEnded
                && !broken
                && !unread.isReadable()
                && body.framing() != Framing.UNTIL_CLOSE
                && requestCount < shared.limits().requestsPerUpstreamConnection();
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
        shared.loop().deadlines().remove(deadline);
        dropUnread();
        out.release();
        releaseHead();
        owner.onClosed(this);
    }

    private void releaseHead() {
        if (head != null) {
            shared.heads().give(head);
            head = null;
        }
    }

    // ---- what the exchange asks ----

    @Override
    public void sendHead(RequestHead request, ForwardedFields forwarded, byte[] requestId) {
        method = request.method();
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
            arm(responseNanos);
        }
    }

    @Override
    public void flush() {
        if (state == State.CLOSED) {
            return;
        }
        out.flush();
        if (state == State.HEAD && !out.isEnded() && !context.channel().isWritable()) {
            arm(bodyGapNanos); // an endpoint that does not take the request
        }
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void pauseResponse() {
        paused = true;
        shared.loop().deadlines().disarm(deadline);
        setReading(false);
    }

    @Override
    public void resumeResponse() {
        if (!paused) {
            return;
        }
        paused = false;
        if (state == State.BODY) {
            arm(bodyGapNanos);
        }
        setReading(true);
        process();
        if (listener != null) {
            listener.onResponseReadComplete();
        }
    }

    @Override
    public void cancel() {
        listener = null;
        release();
        context.close();
    }

    @Override
    public boolean isReused() {
        return requestCount > 1;
    }

    @Override
    public ByteBuf becomeTunnel() {
        state = State.TUNNEL;
        listener = null;
        shared.loop().deadlines().remove(deadline);
        context.channel().closeFuture().addListener(closed -> owner.onClosed(this));
        context.pipeline().remove(this);
        setReading(true);
        return unread.takeAll();
    }

    @Override
    public Channel channel() {
        return context.channel();
    }

    private ResponseListener listener() {
        assert listener != null;
        return listener;
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
            case IDLE -> context.close();
            case HEAD -> fail(Failure.RESPONSE_TIMEOUT);
            case BODY -> fail(Failure.RESPONSE_STALLED);
            case SWITCHING, TUNNEL, CLOSED -> {}
        }
    }

    private final class CodecDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            Http1ClientCodec.this.onDeadline();
        }
    }
}
