package io.sluice.dataplane.http2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.LingeringClose;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;

/// What the streams of one client connection share: what they send, the windows, their number, and the connection's
/// end.
@OnLoop
final class ServerConnection implements Runnable {

    /*
     * OPEN ──► LEAVING ──► LEFT ──► GONE
     *   any ───────────────────────►┘
     *
     * LEAVING: the client is told that the connection ends, but not yet with which stream, since some may be on their
     * way (RFC 9113, 6.8). LEFT: it is told; the connection ends with the last stream.
     */
    enum State {
        OPEN,
        LEAVING,
        LEFT,
        GONE
    }

    /// In the PING that tells how long what was on its way takes.
    static final long LEAVING_PING = 0x736c756963650000L;

    private final Http2Context shared;
    private final ChannelHandlerContext context;
    private final FrameWriter out;
    private final SendQueue queue;
    private final ResponseSender responses;
    private final ReceiveWindow window = new ReceiveWindow();
    private final ServerStreams streams;
    private final ServerWaits waits;
    private final GlitchBudget glitches;
    private final ResetBucket resets;
    private final ArrayDeque<ServerStream> touched = new ArrayDeque<>();
    private State state = State.OPEN;
    private boolean flushScheduled;
    private boolean inputEnded;

    ServerConnection(
            Http2Context shared, ChannelHandlerContext context, Function<DownstreamStream, RequestListener> exchange) {
        this.shared = shared;
        this.context = context;
        out = new FrameWriter(context, shared.arrays());
        queue = new SendQueue(out);
        responses = new ResponseSender(shared, out);
        streams = new ServerStreams(() -> new ServerStream(this, exchange));
        waits = new ServerWaits(shared, this);
        long now = System.nanoTime();
        glitches = new GlitchBudget(shared.limits().http2().glitches(), now);
        resets = new ResetBucket(shared.limits().http2().resets(), now);
        window.begin(shared.limits().http2().connectionWindowBytes());
    }

    /// Says what the client has to know (R-H2-1).
    void begin() {
        var limits = shared.limits();
        out.settings(
                PeerSettings.MAX_CONCURRENT_STREAMS,
                limits.http2().streams(),
                PeerSettings.INITIAL_WINDOW_SIZE,
                limits.http2().streamWindowBytes(),
                PeerSettings.MAX_HEADER_LIST_SIZE,
                limits.requestHeadBytes(),
                PeerSettings.ENABLE_CONNECT_PROTOCOL,
                1);
        out.windowUpdate(0, limits.http2().connectionWindowBytes() - PeerSettings.DEFAULT_WINDOW_BYTES);
        scheduleFlush();
        waits.forPreface();
    }

    Http2Context shared() {
        return shared;
    }

    FrameWriter out() {
        return out;
    }

    SendQueue queue() {
        return queue;
    }

    ResponseSender responses() {
        return responses;
    }

    ReceiveWindow window() {
        return window;
    }

    ServerStreams streams() {
        return streams;
    }

    ServerWaits waits() {
        return waits;
    }

    GlitchBudget glitches() {
        return glitches;
    }

    Channel channel() {
        return context.channel();
    }

    ByteBufAllocator allocator() {
        return context.alloc();
    }

    boolean isGone() {
        return state == State.GONE;
    }

    boolean isLeaving() {
        return state == State.LEAVING;
    }

    /// Streams that come now are not served.
    boolean hasLeft() {
        return state == State.LEFT;
    }

    boolean isWritable() {
        return context.channel().isWritable();
    }

    // ---- what streams send ----

    void sendReset(ServerStream stream, int errorCode) {
        out.reset(stream.id(), errorCode);
        stream.wasReset(true);
        scheduleFlush();
    }

    /// Everything that is said in this turn of the loop leaves at its end.
    void scheduleFlush() {
        if (!flushScheduled && state != State.GONE) {
            flushScheduled = true;
            context.executor().execute(this);
        }
    }

    @Override
    public void run() {
        flushScheduled = false;
        if (state != State.GONE) {
            flush();
        }
    }

    private void flush() {
        out.flush();
        long bytes = out.takeSentBytes();
        if (bytes > 0) {
            shared.counters().add(Counter.BYTES_SENT, bytes);
        }
        if (!isWritable() && state != State.GONE) {
            waits.forSending();
        }
    }

    /// What was written has left.
    void onWritable() {
        waits.onSent();
        List<ServerStream> visited = streams.visit();
        for (int i = 0; i < visited.size(); i++) {
            visited.get(i).onWritable(); // which may end the connection, and the list with it
        }
    }

    // ---- what streams receive ----

    /// So much of what was received needs no room any more.
    void onTaken(int bytes) {
        int more = window.onTaken(bytes);
        if (more > 0) {
            out.windowUpdate(0, more);
            scheduleFlush();
        }
    }

    void onTaken(ServerStream stream, int bytes) {
        onTaken(bytes);
        int more = stream.input().onTaken(bytes);
        if (more > 0) {
            out.windowUpdate(stream.id(), more);
            scheduleFlush();
        }
    }

    /// The stream's exchange is to be told that there is nothing more for now.
    void touch(ServerStream stream) {
        touched.addLast(stream);
    }

    void onReadComplete() {
        for (ServerStream stream = touched.pollFirst(); stream != null; stream = touched.pollFirst()) {
            stream.onReadComplete();
        }
    }

    // ---- what becomes of streams ----

    /// RFC 9113, 8.1.1.
    void onMalformed(ServerStream stream) {
        shared.counters().increment(Counter.HTTP2_MALFORMED);
        resetFor(stream, ErrorCode.PROTOCOL_ERROR);
    }

    /// Resets a stream for what the client did.
    void resetFor(ServerStream stream, int errorCode) {
        if (takeReset()) {
            stream.cut(Failure.CLIENT_GONE, errorCode);
        }
    }

    /// Resets a stream that does not exist here, for what the client did.
    void resetFor(int streamId, int errorCode) {
        if (takeReset()) {
            out.reset(streamId, errorCode);
            scheduleFlush();
        }
    }

    /// The client has reset it.
    void onReset(ServerStream stream) {
        shared.counters().increment(Counter.HTTP2_RESETS);
        stream.cut(Failure.CLIENT_GONE, -1);
        takeReset();
    }

    /// False: there were too many (R-H2-3), and the connection is over.
    boolean takeReset() {
        if (resets.tryTake(System.nanoTime())) {
            return true;
        }
        flood();
        return false;
    }

    /// The tunnel of a stream has ended on our side.
    void closeTunnel(ServerStream stream, int errorCode) {
        sendReset(stream, errorCode);
        stream.onTunnelEnd();
    }

    void onOver(ServerStream stream) {
        streams.remove(stream, stream.wasReset());
        if (streams.isEmpty() && state != State.GONE) {
            onNoStreams();
        }
    }

    private void onNoStreams() {
        if (state == State.LEFT || inputEnded) {
            end();
        } else {
            waits.forRequest();
        }
    }

    // ---- how it ends ----

    void onGlitch(GlitchBudget.Verdict verdict) {
        switch (verdict) {
            case FINE -> {}
            case SOFT -> leave();
            case SPENT -> flood();
        }
    }

    private void flood() {
        if (state != State.GONE) {
            shared.counters().increment(Counter.HTTP2_FLOODS);
            close(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    /// The client has broken the protocol.
    void fail(int errorCode) {
        if (state != State.GONE) {
            shared.counters().increment(Counter.HTTP2_ERRORS);
            close(errorCode);
        }
    }

    /// The connection serves what is on its way, and nothing more.
    void leave() {
        if (state == State.OPEN) {
            state = State.LEAVING;
            out.goAway(Frames.MAX_31_BITS, ErrorCode.NO_ERROR);
            out.ping(LEAVING_PING, false);
            scheduleFlush();
            waits.forLeaving();
        }
    }

    /// What was on its way has come.
    void onLeft() {
        if (state != State.LEAVING) {
            return;
        }
        state = State.LEFT;
        waits.onLeft();
        if (streams.isEmpty()) {
            end();
        } else {
            out.goAway(streams.lastId(), ErrorCode.NO_ERROR);
            scheduleFlush();
        }
    }

    /// Nothing is under way any more.
    void end() {
        if (state != State.GONE) {
            close(ErrorCode.NO_ERROR);
        }
    }

    private void close(int errorCode) {
        out.goAway(streams.lastId(), errorCode);
        release();
        flush();
        LingeringClose.start(shared.endBounds(), context, inputEnded);
    }

    /// The client sends no more: what it has asked for completely is answered.
    void onInputEnd() {
        inputEnded = true;
        for (ServerStream stream : new ArrayList<>(streams.visit())) {
            if (!stream.input().isEnded()) {
                stream.cut(Failure.CLIENT_GONE, -1);
            }
        }
        if (streams.isEmpty()) {
            end();
        }
    }

    /// The channel is closed.
    void onClosed() {
        if (state != State.GONE) {
            release();
        }
        out.release();
    }

    /// The client does not take what was sent.
    void onStalled() {
        release();
        out.release();
        LingeringClose.reset(context.channel());
    }

    void onDefect(Throwable cause) {
        Defects.report(shared.counters(), context.channel(), cause);
        if (state != State.GONE) {
            release();
        }
        LingeringClose.reset(context.channel());
    }

    private void release() {
        state = State.GONE;
        for (ServerStream stream : new ArrayList<>(streams.visit())) {
            stream.cut(Failure.CLIENT_GONE, -1);
        }
        streams.forgetAll();
        touched.clear();
        waits.end();
    }
}
