package io.sluice.dataplane.http2;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/2 client and its response (RFC 9113, 5.1). Reused for one stream after another of its
/// connection, with its exchange.
@OnLoop
final class ServerStream implements DownstreamStream, StreamOutput.Listener {

    /*
     * begin ──► (request and response, each to its end) ──► over ──► begin
     *
     * Over is also what was reset, by either side. What the exchange still says then is dropped.
     */
    private static final RequestHead NO_HEAD = new RequestHead();

    private final ServerConnection connection;
    private final Http2Context shared;
    private final RequestListener listener;
    private final StreamInput input = new StreamInput();
    private final StreamOutput output;
    private final StreamWait wait;
    private RequestHead head = NO_HEAD;
    private int id;
    private boolean over = true;
    private boolean paused;
    private boolean wantsBody; // the exchange is told of it
    private boolean isConnect; // asks for a tunnel
    private boolean blocked; // the exchange was told to send no more
    private boolean touched;
    private boolean wasReset; // by us
    private @Nullable StreamChannel tunnel;

    ServerStream(ServerConnection connection, Function<DownstreamStream, RequestListener> exchange) {
        this.connection = connection;
        shared = connection.shared();
        output = new StreamOutput(connection.queue(), this);
        wait = new StreamWait(shared, this, connection::onDefect);
        listener = exchange.apply(this);
    }

    int id() {
        return id;
    }

    boolean isOver() {
        return over;
    }

    boolean wasReset() {
        return wasReset;
    }

    void wasReset(boolean newWasReset) {
        wasReset = newWasReset;
    }

    StreamOutput output() {
        return output;
    }

    StreamInput input() {
        return input;
    }

    boolean isBusy() {
        return listener.isBusy();
    }

    boolean wasTunnel() {
        return tunnel != null;
    }

    // ---- what the client sends ----

    /// @param newHead belongs to the stream until it is over
    void begin(int newId, RequestHead newHead, int windowBytes) {
        assert over;
        id = newId;
        head = newHead;
        over = false;
        paused = false;
        blocked = false;
        wasReset = false;
        tunnel = null;
        output.begin(newId, windowBytes);
    }

    /// @param failure why the head is refused, or [Failure#NONE]
    void onHead(boolean endStream, Failure failure) {
        shared.counters().increment(Counter.REQUESTS);
        input.begin(shared.limits().http2().streamWindowBytes(), endStream, head.contentLength());
        isConnect = failure == Failure.NONE && head.isWebsocketUpgrade();
        wantsBody = failure == Failure.NONE && head.hasBody();
        if (failure != Failure.NONE) {
            listener.onRefusedHead(head, failure);
            return;
        }
        if (wantsBody) {
            wait.forBody();
        }
        listener.onRequestHead(head);
    }

    /// Consumes the data.
    void onData(ByteBuf data) {
        int bytes = data.readableBytes();
        if (!input.tryCount(bytes)) {
            data.release();
            connection.onTaken(bytes);
            connection.onMalformed(this);
        } else if (tunnel != null) {
            tunnel.onReceived(data);
        } else if (isConnect || (wantsBody && (paused || input.isHolding()))) {
            input.hold(data, connection.allocator());
        } else if (wantsBody) {
            deliver(data);
        } else {
            data.release();
            connection.onTaken(this, bytes);
        }
    }

    private void deliver(ByteBuf data) {
        int bytes = data.readableBytes();
        int told = id;
        connection.onTaken(this, bytes);
        boolean fastEnough = wait.onBody(bytes);
        touch();
        listener.onRequestBody(data);
        boolean isSame = !over && id == told;
        if (isSame && !fastEnough && !input.isEnded()) {
            listener.onRequestFailure(Failure.BODY_TIMEOUT);
        }
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
        if (!over) {
            listener.onRequestReadComplete();
        }
    }

    /// The request is complete; what trailers there are is in the input.
    void onEnd() {
        if (!input.tryEnd()) {
            connection.onMalformed(this);
        } else if (tunnel != null) {
            tunnel.onReceivedEnd();
        } else if (!isConnect && !paused && !input.isHolding()) {
            tellEnd();
        }
    }

    private void tellEnd() {
        input.endTold();
        if (!wait.isForSending()) {
            wait.forNothing();
        }
        if (wantsBody) {
            listener.onRequestEnd(input.trailers());
        }
    }

    /// The stream ends without a response, or with a part of one.
    ///
    /// @param errorCode to tell the client, or less than 0
    void cut(Failure failure, int errorCode) {
        if (over) {
            return;
        }
        over = true;
        if (errorCode >= 0) {
            connection.sendReset(this, errorCode);
        }
        if (tunnel != null) {
            tunnel.onReset();
        }
        listener.onRequestFailure(failure);
        finish();
    }

    /// The client takes more: the connection's channel, or this stream.
    void onWritable() {
        if (blocked && !over && output.isDrained() && connection.isWritable()) {
            blocked = false;
            if (tunnel != null) {
                tunnel.onSendable();
            } else {
                listener.onDownstreamWritable();
            }
        }
    }

    // ---- what the exchange asks ----

    @Override
    public void sendInterim(ResponseHead response, InfoFields info) {
        if (!over) {
            connection.responses().head(id, response, response.status(), info);
        }
    }

    @Override
    public void sendHead(ResponseHead response, InfoFields info, boolean closeAfter) {
        if (over) {
            return;
        }
        // A 2xx would open the tunnel that the endpoint has not agreed to (RFC 8441, 5.1).
        boolean isWrong = isConnect && response.status() >= 200 && response.status() < 300;
        int status = isWrong ? Failure.UNASKED_SWITCH.status() : response.status();
        connection.responses().head(id, response, status, info);
    }

    @Override
    public void sendBody(ByteBuf data) {
        if (over) {
            data.release();
        } else {
            output.send(data);
        }
    }

    @Override
    public void sendEnd(Fields trailers) {
        if (!over && head.acceptsTrailers()) {
            output.end(connection.responses().trailers(trailers));
        } else if (!over) {
            output.end();
        }
    }

    @Override
    public void sendAnswer(LocalAnswer answer, InfoFields info) {
        if (over) {
            return;
        }
        connection.responses().answerHead(id, answer, info);
        if (head.method() != RequestHead.Method.HEAD) {
            output.send(connection.responses().answerBody(answer, connection.allocator()));
        }
        output.end();
        flush();
    }

    @Override
    public void abort() {
        if (!over) {
            over = true;
            connection.sendReset(this, ErrorCode.INTERNAL_ERROR);
            finish();
        }
    }

    @Override
    public void flush() {
        connection.scheduleFlush();
        if (!over && output.waitingBytes() > 0) {
            wait.forSending(output.sentBytes());
        }
    }

    @Override
    public boolean isWritable() {
        blocked |= !output.isDrained() || !connection.isWritable();
        return !blocked;
    }

    @Override
    public void pauseRequest() {
        paused = true;
        if (!wait.isForSending()) {
            wait.forNothing();
        }
    }

    @Override
    public void resumeRequest() {
        if (!paused || over) {
            return;
        }
        paused = false;
        if (wantsBody && !input.isEnded()) {
            wait.forBody();
        }
        if (input.isHolding()) {
            deliver(input.takeHeld());
        }
        if (!over && !paused && input.owesEnd()) {
            tellEnd();
        }
        if (!over) {
            listener.onRequestReadComplete();
        }
    }

    @Override
    public void unhurried() {
        wait.unhurried();
    }

    @Override
    public void onExchangeIdle() {
        connection.streams().onIdle(this);
    }

    @Override
    public ByteBuf becomeTunnel(ResponseHead response, InfoFields info) {
        connection.responses().head(id, response, 200, info);
        connection.scheduleFlush();
        ByteBuf early = input.takeHeld();
        connection.onTaken(this, early.readableBytes());
        return early;
    }

    /// Of the stream itself, once it is a tunnel's.
    @Override
    public Channel channel() {
        if (tunnel == null) {
            tunnel = new StreamChannel(connection, this);
        }
        return tunnel;
    }

    @Override
    public void onDrained() {
        if (wait.isForSending()) {
            wait.endSending(wantsBody && !paused && !input.isEnded());
        }
        onWritable();
    }

    @Override
    public void onOutputEnd() {
        boolean isAnswered = !input.isEnded();
        if (tunnel != null && isAnswered) {
            return; // half-closed
        }
        over = true;
        if (isAnswered) {
            connection.sendReset(this, ErrorCode.NO_ERROR);
        }
        finish();
    }

    /// Both sides of a tunnel have ended.
    void onTunnelEnd() {
        if (!over) {
            over = true;
            finish();
        }
    }

    private void finish() {
        wait.endStream();
        output.release();
        int heldBytes = input.heldBytes();
        input.release();
        connection.onTaken(heldBytes);
        shared.heads().give(head);
        connection.onOver(this);
    }

    void onTimeout(StreamWait.For what) {
        switch (what) {
            case BODY -> listener.onRequestFailure(Failure.BODY_TIMEOUT);
            case SENDING -> cut(Failure.CLIENT_STALLED, ErrorCode.CANCEL);
            case NOTHING -> {}
        }
    }

    StreamWait deadline() {
        return wait;
    }
}
