package io.sluice.dataplane.http2;

import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.SendProgress;

/// What one stream to an endpoint waits for, and until when.
final class ClientWait extends Deadline {

    enum For {
        NOTHING,
        /// The final response head.
        RESPONSE,
        /// More of a body, in either direction.
        BODY,
        /// The endpoint to widen a window.
        SENDING
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Http2Context shared;
    private final ClientStream stream;
    private For what = For.NOTHING;
    private long responseNanos;
    private long bodyGapNanos;
    private long markedBytes;

    ClientWait(Http2Context shared, ClientStream stream) {
        this.shared = shared;
        this.stream = stream;
    }

    void begin(long newResponseNanos, long newBodyGapNanos) {
        responseNanos = newResponseNanos;
        bodyGapNanos = newBodyGapNanos;
    }

    void forResponse() {
        arm(For.RESPONSE, responseNanos, System.nanoTime());
    }

    void forBody() {
        arm(For.BODY, bodyGapNanos, System.nanoTime());
    }

    /// Some of the request was sent behind the response's head.
    void onSent() {
        if (what == For.BODY) {
            forBody();
        }
    }

    /// @param sentBytes of this stream so far
    void forSending(long sentBytes) {
        if (what == For.NOTHING) {
            markedBytes = sentBytes;
            arm(For.SENDING, bodyGapNanos, System.nanoTime());
        }
    }

    void endSending() {
        if (what == For.SENDING) {
            forNothing();
        }
    }

    void forNothing() {
        what = For.NOTHING;
        shared.loop().deadlines().disarm(this);
    }

    /// The connection is over.
    void end() {
        what = For.NOTHING;
        shared.loop().deadlines().remove(this);
    }

    private void arm(For newWhat, long nanos, long now) {
        what = newWhat;
        shared.loop().deadlines().arm(this, now + nanos);
    }

    private boolean isSendingFastEnough() {
        long sent = stream.sentBytes() - markedBytes;
        markedBytes = stream.sentBytes();
        return sent > 0 && sent >= bodyGapNanos / NANOS_PER_SECOND * SendProgress.MIN_BYTES_PER_SECOND;
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (what == For.SENDING && isSendingFastEnough()) {
            arm(For.SENDING, bodyGapNanos, nowNanos);
            return;
        }
        try {
            stream.onTimeout(what);
        } catch (RuntimeException | Error e) {
            stream.onDefect(e);
        }
    }
}
