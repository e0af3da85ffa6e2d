package io.sluice.dataplane.http1;

import io.netty.channel.Channel;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.SendProgress;

/// What one connection to an endpoint waits for, and until when.
final class ClientWait extends Deadline {

    enum For {
        NOTHING,
        /// The next request.
        REQUEST,
        /// The final response head.
        RESPONSE,
        /// More of a body.
        BODY,
        /// The endpoint to take what was written.
        SENDING
    }

    /// Is told when the wait was in vain.
    interface Listener {
        void onTimeout(For what);

        void onDefect(Throwable cause);
    }

    private final Http1Context shared;
    private final SendProgress sending;
    private final Listener listener;
    private final long bornNanos = System.nanoTime();
    private For what = For.NOTHING;
    private long responseNanos;
    private long bodyGapNanos;
    private long armedNanos = bornNanos;

    ClientWait(Http1Context shared, Channel channel, Listener listener) {
        this.shared = shared;
        this.listener = listener;
        sending = new SendProgress(channel);
    }

    /// @param newResponseNanos from the request's end to the response head
    /// @param newBodyGapNanos between two reads of the response body, or two writes of the request
    void begin(long newResponseNanos, long newBodyGapNanos) {
        responseNanos = newResponseNanos;
        bodyGapNanos = newBodyGapNanos;
        forNothing();
    }

    void forRequest(long nanos) {
        arm(For.REQUEST, nanos, System.nanoTime());
    }

    void forResponse() {
        arm(For.RESPONSE, responseNanos, System.nanoTime());
    }

    void forBody() {
        arm(For.BODY, bodyGapNanos, System.nanoTime());
    }

    void forSending() {
        if (what != For.SENDING) {
            long now = System.nanoTime();
            sending.begin(now);
            arm(For.SENDING, SendProgress.lookNanos(bodyGapNanos), now);
        }
    }

    /// There is room again for what is to be sent.
    void onWritable() {
        if (what == For.SENDING) {
            forNothing();
        }
    }

    /// Everything written has left.
    boolean isSent() {
        return sending.isComplete();
    }

    void forNothing() {
        what = For.NOTHING;
        shared.loop().deadlines().disarm(this);
    }

    /// The connection is over, or somebody else's.
    void end() {
        what = For.NOTHING;
        shared.loop().deadlines().remove(this);
    }

    /// How old the connection was when the last wait began.
    long ageNanos() {
        return armedNanos - bornNanos;
    }

    private void arm(For newWhat, long nanos, long now) {
        what = newWhat;
        armedNanos = now;
        shared.loop().deadlines().arm(this, now + nanos);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (what == For.SENDING && !sending.isStalled(bodyGapNanos, nowNanos)) {
            arm(For.SENDING, SendProgress.lookNanos(bodyGapNanos), nowNanos);
            return;
        }
        try {
            listener.onTimeout(what);
        } catch (RuntimeException | Error e) {
            listener.onDefect(e);
        }
    }
}
