package io.sluice.dataplane.http2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.dataplane.http.ConnectionAge;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.model.Http2UpstreamLimits;

/// What the streams of one connection to an endpoint share: what they send, the windows, their number, and the
/// connection's end.
@OnLoop
final class ClientConnection implements Runnable {

    /*
     * STARTING ──► OPEN ──► LEAVING ──► GONE
     *      any ────────────────────────►┘
     *
     * STARTING: the endpoint has not told its settings. LEAVING: no stream begins any more, and the connection ends
     * with the last one.
     */
    private enum State {
        STARTING,
        OPEN,
        LEAVING,
        GONE
    }

    /// In the PING that asks whether the endpoint lives.
    private static final long LIFE_PING = 0x736c756963650001L;

    private final Http2Context shared;
    private final ChannelHandlerContext context;
    private final Http2ClientCodec codec;
    private final Http2Owner owner;
    private final Http2UpstreamLimits limits;
    private final FrameWriter out;
    private final SendQueue queue;
    private final RequestSender requests;
    private final PeerSettings peer = new PeerSettings();
    private final ReceiveWindow window = new ReceiveWindow();
    private final ClientStreams streams;
    private final ClientWaits waits;
    private final GlitchBudget glitches;
    private final ConnectionAge age;
    private final long bornNanos = System.nanoTime();
    private final ArrayDeque<ClientStream> touched = new ArrayDeque<>();
    private State state = State.STARTING;
    private boolean flushScheduled;
    private boolean hasServed;

    ClientConnection(
            Http2Context shared,
            ChannelHandlerContext context,
            Http2ClientCodec codec,
            Http2Owner owner,
            Http2ClientCodec.Terms terms) {
        this.shared = shared;
        this.context = context;
        this.codec = codec;
        this.owner = owner;
        limits = shared.limits().upstreamHttp2();
        out = new FrameWriter(context, shared.arrays());
        queue = new SendQueue(out);
        requests = new RequestSender(shared, out, terms.isTls());
        streams = new ClientStreams(() -> new ClientStream(this));
        waits = new ClientWaits(shared, this, terms.idleNanos());
        glitches = new GlitchBudget(limits.glitches(), bornNanos);
        age = new ConnectionAge(shared.limits().requestsPerUpstreamConnection());
        window.begin(limits.connectionWindowBytes());
    }

    /// Says what a client says first. That of one stream nobody takes what came must not hold up the others: the
    /// connection's window is as wide as those of all streams together.
    void begin(long readyNanos) {
        out.preface();
        out.settings(
                PeerSettings.ENABLE_PUSH,
                0,
                PeerSettings.INITIAL_WINDOW_SIZE,
                limits.streamWindowBytes(),
                PeerSettings.MAX_HEADER_LIST_SIZE,
                shared.limits().responseHeadBytes());
        out.windowUpdate(0, limits.connectionWindowBytes() - PeerSettings.DEFAULT_WINDOW_BYTES);
        scheduleFlush();
        waits.forReady(readyNanos);
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

    RequestSender requests() {
        return requests;
    }

    PeerSettings peer() {
        return peer;
    }

    ReceiveWindow window() {
        return window;
    }

    ClientStreams streams() {
        return streams;
    }

    ClientWaits waits() {
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

    boolean isWritable() {
        return context.channel().isWritable();
    }

    /// Of its streams, one has been answered before.
    boolean hasServed() {
        return hasServed;
    }

    // ---- what the owner asks ----

    boolean hasRoom() {
        return state == State.OPEN && streams.count() < maxStreams();
    }

    /// At once.
    int maxStreams() {
        return Math.min(limits.streams(), peer.maxStreams());
    }

    boolean isIdle() {
        return state == State.OPEN && streams.count() == 0;
    }

    ClientStream take() {
        assert hasRoom();
        waits.onRequest();
        age.onRequest();
        ClientStream stream = streams.take();
        if (!age.allowsAnother(System.nanoTime() - bornNanos)) {
            state = State.LEAVING;
        }
        return stream;
    }

    /// No stream begins any more.
    void leave() {
        if (state == State.OPEN || state == State.STARTING) {
            state = State.LEAVING;
            endIfUnused();
        }
    }

    private void endIfUnused() {
        if (streams.count() > 0) {
            return;
        }
        if (state == State.LEAVING) {
            end();
        } else if (state == State.OPEN) {
            waits.forRequest();
        }
    }

    // ---- what streams send ----

    void sendReset(int streamId, int errorCode) {
        out.reset(streamId, errorCode);
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
            out.flush();
            if (!isWritable()) {
                waits.forSending();
            }
        }
    }

    /// What was written has left.
    void onWritable() {
        waits.onSent();
        List<ClientStream> visited = streams.visit();
        for (int i = 0; i < visited.size(); i++) {
            visited.get(i).onWritable(); // which may end the connection, and the list with it
        }
    }

    // ---- what streams receive ----

    /// So much of what was received needs no room any more.
    void onTaken(int bytes) {
        int more = window.onTaken(bytes);
        if (more > 0 && state != State.GONE) {
            out.windowUpdate(0, more);
            scheduleFlush();
        }
    }

    void onTaken(ClientStream stream, int bytes) {
        onTaken(bytes);
        int more = stream.input().onTaken(bytes);
        if (more > 0) {
            out.windowUpdate(stream.id(), more);
            scheduleFlush();
        }
    }

    /// The stream's exchange is to be told that there is nothing more for now.
    void touch(ClientStream stream) {
        touched.addLast(stream);
    }

    void onReadComplete() {
        for (ClientStream stream = touched.pollFirst(); stream != null; stream = touched.pollFirst()) {
            stream.onReadComplete();
        }
    }

    // ---- what becomes of streams ----

    /// @param id 0: it never began
    void onOver(ClientStream stream, int id, boolean wasReset) {
        streams.remove(stream, id, wasReset);
        hasServed |= stream.hasHead();
        if (state != State.GONE) {
            endIfUnused();
            owner.onRoom(codec);
        }
    }

    /// A stream's time is up: is it the endpoint that is dead, or only slow?
    void onSilent() {
        if (state != State.GONE && waits.tryPing()) {
            out.ping(LIFE_PING, false);
            scheduleFlush();
        }
    }

    // ---- how it begins and ends ----

    /// The endpoint has told its settings.
    void onReady() {
        waits.onReady();
        if (state == State.STARTING) {
            state = State.OPEN;
            owner.onReady(codec);
            if (state == State.OPEN) {
                endIfUnused();
            }
        }
    }

    /// The endpoint has told that it goes.
    ///
    /// @param lastId of the streams that it answers
    void onGoAway(int lastId) {
        if (state == State.STARTING) {
            onNotHttp2();
            return;
        }
        state = State.LEAVING;
        for (ClientStream stream : new ArrayList<>(streams.visit())) {
            if (stream.id() > lastId) {
                stream.refuse();
            }
        }
        if (state != State.GONE) {
            endIfUnused();
        }
    }

    void onGlitch(GlitchBudget.Verdict verdict) {
        switch (verdict) {
            case FINE -> {}
            case SOFT -> leave();
            case SPENT -> fail(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    /// The endpoint has broken the protocol.
    void fail(int errorCode) {
        if (state != State.GONE) {
            shared.counters().increment(Counter.UPSTREAM_HTTP2_ERRORS);
            out.goAway(0, errorCode);
            out.flush();
            close(state == State.STARTING ? Failure.ENDPOINT_NOT_HTTP2 : Failure.BAD_CONNECTION);
        }
    }

    /// What it says, or that it says nothing, is not HTTP/2.
    void onNotHttp2() {
        close(Failure.ENDPOINT_NOT_HTTP2);
    }

    /// Nothing is under way any more, and maybe never was.
    void end() {
        if (state != State.GONE) {
            out.goAway(0, ErrorCode.NO_ERROR);
            out.flush();
            close(Failure.ENDPOINT_NOT_HTTP2);
        }
    }

    /// It cannot be written to any more. An endpoint that takes no more may have answered all the same: the end
    /// of input tells.
    void onBroken() {
        if (state == State.STARTING) {
            onNotHttp2();
        } else {
            leave();
        }
    }

    /// The endpoint has closed it, or it broke.
    void onClosed() {
        close(state == State.STARTING ? Failure.ENDPOINT_NOT_HTTP2 : Failure.CLOSED_BEFORE_RESPONSE);
    }

    /// Below HTTP it never came to be.
    void onUnopened(Failure failure) {
        close(failure);
    }

    /// The endpoint takes nothing, or says nothing, any more.
    void onDead() {
        close(Failure.CLOSED_BEFORE_RESPONSE);
    }

    void onDefect(Throwable cause) {
        Defects.report(shared.counters(), context.channel(), cause);
        close(Failure.INTERNAL);
    }

    private void close(Failure failure) {
        if (state == State.GONE) {
            return;
        }
        state = State.GONE;
        for (ClientStream stream : new ArrayList<>(streams.visit())) {
            stream.onLost(failure);
        }
        streams.forgetAll();
        touched.clear();
        waits.end();
        out.release();
        context.close();
        owner.onClosed(codec, failure);
    }
}
