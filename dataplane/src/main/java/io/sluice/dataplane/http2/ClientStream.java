package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseListener;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import org.jspecify.annotations.Nullable;

/// One request to an HTTP/2 endpoint and its response (RFC 9113, 5.1). Reused for one after another of its connection.
@OnLoop
final class ClientStream implements UpstreamStream, StreamOutput.Listener {

    /*
     * taken ──► begin ──► (request and response, each to its end) ──► over ──► taken
     *
     * Over is also what was reset, by either side. Who began it is told first that it is over, or has said so.
     */
    private final ClientConnection connection;
    private final Http2Context shared;
    private final StreamInput input = new StreamInput();
    private final StreamOutput output;
    private final ClientWait wait;
    private @Nullable ResponseListener listener; // null: it is over
    private RequestHead.Method method = RequestHead.Method.OTHER;
    private int id; // 0: not open
    private int interimCount;
    private boolean headTold;
    private boolean sent; // the request, as far as anybody wants it
    private boolean paused;
    private boolean blocked; // the exchange was told to send no more
    private boolean touched;
    private boolean reused;

    ClientStream(ClientConnection connection) {
        this.connection = connection;
        shared = connection.shared();
        output = new StreamOutput(connection.queue(), this);
        wait = new ClientWait(shared, this);
    }

    int id() {
        return id;
    }

    boolean isOver() {
        return listener == null;
    }

    StreamOutput output() {
        return output;
    }

    StreamInput input() {
        return input;
    }

    RequestHead.Method method() {
        return method;
    }

    /// The final head has come.
    boolean hasHead() {
        return headTold;
    }

    // ---- what the exchange asks ----

    @Override
    public void begin(ResponseListener newListener, long responseNanos, long bodyGapNanos) {
        assert listener == null && id == 0;
        listener = newListener;
        interimCount = 0;
        headTold = false;
        sent = false;
        paused = false;
        blocked = false;
        reused = connection.hasServed();
        wait.begin(responseNanos, bodyGapNanos);
    }

    @Override
    public void giveBack() {
        assert listener == null && id == 0;
        connection.onOver(this, 0, false);
    }

    @Override
    public void sendHead(RequestHead request, ForwardedFields forwarded, byte[] requestId) {
        method = request.method();
        id = connection.streams().open(this);
        output.begin(id, connection.peer().initialWindowBytes());
        connection.requests().head(id, request, forwarded, requestId);
    }

    @Override
    public void sendBody(ByteBuf data) {
        if (isOver() || sent) {
            data.release();
        } else {
            output.send(data);
            wait.onSent();
        }
    }

    @Override
    public void sendEnd(Fields trailers) {
        if (!isOver() && !sent) {
            output.end(connection.requests().trailers(trailers));
        }
    }

    @Override
    public void flush() {
        connection.scheduleFlush();
        if (!isOver() && output.waitingBytes() > 0) {
            wait.forSending(output.sentBytes());
        }
    }

    @Override
    public boolean isWritable() {
        blocked |= !output.isDrained() || !connection.isWritable();
        return !blocked;
    }

    @Override
    public void pauseResponse() {
        paused = true;
        wait.forNothing();
    }

    @Override
    public void resumeResponse() {
        if (!paused || isOver()) {
            return;
        }
        paused = false;
        if (!input.isEnded()) {
            wait.forBody();
        }
        int told = id;
        if (input.isHolding()) {
            deliver(input.takeHeld());
        }
        boolean goesOn = id == told && listener != null && !paused;
        if (goesOn && input.owesEnd()) {
            tellEnd();
        } else if (goesOn) {
            listener().onResponseReadComplete();
        }
    }

    @Override
    public void cancel() {
        if (!isOver()) {
            listener = null;
            reset(ErrorCode.CANCEL);
        }
    }

    @Override
    public boolean isReused() {
        return reused;
    }

    @Override
    public ByteBuf becomeTunnel() {
        throw new IllegalStateException("HTTP/2 has no 101 (RFC 9113, 8.6)");
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    // ---- what the endpoint sends ----

    /// False: there were more than anybody needs.
    boolean tryInterim() {
        return ++interimCount <= shared.limits().interimResponses();
    }

    void onInterim(ResponseHead head) {
        listener().onInterimResponse(head);
    }

    /// The final head.
    void onHead(ResponseHead head, boolean endStream) {
        headTold = true;
        boolean isBodiless = head.isBodiless(method);
        // RequestHead's and ResponseHead's unknown length are one.
        input.begin(shared.limits().upstreamHttp2().streamWindowBytes(), false, isBodiless ? 0 : head.contentLength());
        wait.forBody();
        int told = id;
        touch();
        listener().onResponseHead(head);
        if (endStream && id == told && listener != null) {
            onEnd();
        }
    }

    /// Consumes the data.
    void onData(ByteBuf data) {
        int bytes = data.readableBytes();
        if (!input.tryCount(bytes)) {
            data.release();
            connection.onTaken(bytes);
            onMalformed(Failure.BAD_RESPONSE_LENGTH);
        } else if (paused || input.isHolding()) {
            input.hold(data, connection.allocator());
        } else {
            wait.forBody();
            deliver(data);
        }
    }

    private void deliver(ByteBuf data) {
        connection.onTaken(this, data.readableBytes());
        touch();
        listener().onResponseBody(data);
    }

    private void touch() {
        if (!touched) {
            touched = true;
            connection.touch(this);
        }
    }

    /// The connection has nothing more to tell for now.
    void onReadComplete() {
        touched = false;
        if (listener != null) {
            listener.onResponseReadComplete();
        }
    }

    /// The response is complete; what trailers there are is in the input.
    void onEnd() {
        if (!input.tryEnd()) {
            onMalformed(Failure.BAD_RESPONSE_LENGTH);
        } else if (!paused && !input.isHolding()) {
            tellEnd();
        }
    }

    /// Nobody wants the rest of a request that was answered.
    private void tellEnd() {
        input.endTold();
        ResponseListener told = listener();
        Fields trailers = input.trailers();
        listener = null;
        if (sent) {
            finish(false);
        } else {
            reset(ErrorCode.CANCEL);
        }
        told.onResponseEnd(trailers);
    }

    /// The endpoint has reset it.
    void onReset(int errorCode) {
        if (input.isEnded() && headTold) {
            output.release();
            sent = true; // it has answered, and wants no more of the request (RFC 9113, 8.1)
            return;
        }
        reused = false; // the connection is as good as it was
        if (headTold) {
            fail(Failure.TRUNCATED_RESPONSE);
        } else {
            fail(errorCode == ErrorCode.REFUSED_STREAM ? Failure.REFUSED_BY_ENDPOINT : Failure.STREAM_RESET);
        }
    }

    /// RFC 9113, 8.1.1.
    void onMalformed(Failure failure) {
        reused = false;
        ResponseListener told = listener();
        listener = null;
        reset(ErrorCode.PROTOCOL_ERROR);
        told.onResponseFailure(failure);
    }

    /// It ends without a response, or with a part of one; the endpoint knows.
    void fail(Failure failure) {
        ResponseListener told = listener();
        listener = null;
        finish(false);
        told.onResponseFailure(failure);
    }

    /// The endpoint says that it has not looked at it.
    void refuse() {
        if (!isOver()) {
            fail(headTold ? Failure.TRUNCATED_RESPONSE : Failure.REFUSED_BY_ENDPOINT);
        }
    }

    /// The connection has ended below it.
    void onLost(Failure failure) {
        if (!isOver()) {
            boolean isClosed = failure == Failure.CLOSED_BEFORE_RESPONSE;
            fail(isClosed && (headTold || interimCount > 0) ? Failure.TRUNCATED_RESPONSE : failure);
        }
    }

    // ---- the request leaves ----

    /// The endpoint takes more: the connection's channel, or this stream.
    void onWritable() {
        if (blocked && listener != null && output.isDrained() && connection.isWritable()) {
            blocked = false;
            listener.onUpstreamWritable();
        }
    }

    @Override
    public void onDrained() {
        wait.endSending();
        onWritable();
    }

    @Override
    public void onOutputEnd() {
        sent = true;
        if (!headTold) {
            wait.forResponse();
        }
    }

    // ---- the end ----

    private void reset(int errorCode) {
        connection.sendReset(id, errorCode);
        finish(true);
    }

    private void finish(boolean wasReset) {
        wait.forNothing();
        output.release();
        int heldBytes = input.heldBytes();
        input.release();
        connection.onTaken(heldBytes);
        int ended = id;
        id = 0;
        connection.onOver(this, ended, wasReset);
    }

    long sentBytes() {
        return output.sentBytes();
    }

    void onTimeout(ClientWait.For what) {
        if (what == ClientWait.For.NOTHING || isOver()) {
            return;
        }
        ResponseListener told = listener();
        listener = null;
        reset(ErrorCode.CANCEL);
        connection.onSilent();
        told.onResponseFailure(what == ClientWait.For.BODY ? Failure.RESPONSE_STALLED : Failure.RESPONSE_TIMEOUT);
    }

    void onDefect(Throwable cause) {
        connection.onDefect(cause);
    }

    ClientWait deadline() {
        return wait;
    }

    private ResponseListener listener() {
        assert listener != null;
        return listener;
    }
}
