package io.sluice.dataplane.http2;

import java.util.function.Consumer;

import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.ReceiveRate;
import io.sluice.dataplane.loop.SendProgress;

/// What one stream waits for, and until when.
final class StreamWait extends Deadline {

    enum For {
        NOTHING,
        /// More of the request's body.
        BODY,
        /// The client to widen a window.
        SENDING
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Http2Context shared;
    private final ServerStream stream;
    private final Consumer<Throwable> onDefect;
    private final ReceiveRate rate = new ReceiveRate();
    private For what = For.NOTHING;
    private long markedBytes;
    private boolean unhurried;

    StreamWait(Http2Context shared, ServerStream stream, Consumer<Throwable> onDefect) {
        this.shared = shared;
        this.stream = stream;
        this.onDefect = onDefect;
    }

    /// The body of this request may pause.
    void unhurried() {
        unhurried = true;
        if (what == For.BODY) {
            forNothing();
        }
    }

    /// A body begins, or goes on after nobody wanted it for a while.
    void forBody() {
        if (unhurried) {
            return;
        }
        long now = System.nanoTime();
        rate.begin(now);
        arm(For.BODY, now);
    }

    /// Some of the body came; false: the client is too slow on average.
    boolean onBody(int bytes) {
        if (unhurried) {
            return true;
        }
        long now = System.nanoTime();
        if (what != For.SENDING) {
            arm(For.BODY, now);
        }
        return rate.onBytes(bytes, now);
    }

    /// @param sentBytes of this stream so far
    void forSending(long sentBytes) {
        if (what != For.SENDING) {
            markedBytes = sentBytes;
            arm(For.SENDING, System.nanoTime());
        }
    }

    /// @param expectsBody which was waited for before
    void endSending(boolean expectsBody) {
        forNothing();
        if (expectsBody) {
            forBody();
        }
    }

    boolean isForSending() {
        return what == For.SENDING;
    }

    void forNothing() {
        what = For.NOTHING;
        shared.loop().deadlines().disarm(this);
    }

    /// The stream is over.
    void endStream() {
        unhurried = false;
        forNothing();
    }

    /// The connection is over.
    void end() {
        what = For.NOTHING;
        shared.loop().deadlines().remove(this);
    }

    private void arm(For newWhat, long now) {
        what = newWhat;
        shared.loop().deadlines().arm(this, now + shared.bodyGapNanos());
    }

    private boolean isSendingFastEnough() {
        long total = stream.output().sentBytes();
        long sent = total - markedBytes;
        markedBytes = total;
        return sent > 0 && sent >= shared.bodyGapNanos() / NANOS_PER_SECOND * SendProgress.MIN_BYTES_PER_SECOND;
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (what == For.SENDING && isSendingFastEnough()) {
            arm(For.SENDING, nowNanos);
            return;
        }
        try {
            stream.onTimeout(what);
        } catch (RuntimeException | Error e) {
            onDefect.accept(e);
        }
    }
}
