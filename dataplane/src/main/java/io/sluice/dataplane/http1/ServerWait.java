package io.sluice.dataplane.http1;

import io.netty.channel.Channel;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.ReceiveRate;
import io.sluice.dataplane.loop.SendProgress;

/// What one client connection waits for, and until when.
final class ServerWait extends Deadline {

    enum For {
        NOTHING,
        /// The next request's first byte.
        REQUEST,
        /// The rest of a head.
        HEAD,
        /// More of a body.
        BODY,
        /// The client to take what was written.
        SENDING
    }

    /// Is told when the wait was in vain.
    interface Listener {
        void onTimeout(For what);

        void onDefect(Throwable cause);
    }

    private final Http1Context shared;
    private final SendProgress sending;
    private final ReceiveRate rate = new ReceiveRate();
    private final Listener listener;
    private For what = For.NOTHING;

    ServerWait(Http1Context shared, Channel channel, Listener listener) {
        this.shared = shared;
        this.listener = listener;
        sending = new SendProgress(channel);
    }

    /// A new connection's first request: whoever connects has something to say.
    void forFirstRequest() {
        arm(For.REQUEST, shared.headNanos(), System.nanoTime());
    }

    /// @param begun some of it is here
    void forRequest(boolean begun) {
        if (begun) {
            forHead();
        } else {
            arm(For.REQUEST, shared.keepAliveNanos(), System.nanoTime());
        }
    }

    /// A request that is on its way already still comes in time.
    void forLastRequest() {
        arm(For.REQUEST, 0, System.nanoTime());
    }

    void forHead() {
        arm(For.HEAD, shared.headNanos(), System.nanoTime());
    }

    /// A body begins, or goes on after nobody wanted it for a while.
    void forBody() {
        long now = System.nanoTime();
        rate.begin(now);
        arm(For.BODY, shared.bodyGapNanos(), now);
    }

    /// Some of the body came; false: the client is too slow on average.
    boolean onBody(int bytes) {
        long now = System.nanoTime();
        arm(For.BODY, shared.bodyGapNanos(), now);
        return rate.onBytes(bytes, now);
    }

    void forSending() {
        if (what != For.SENDING) {
            long now = System.nanoTime();
            sending.begin(now);
            arm(For.SENDING, SendProgress.lookNanos(shared.bodyGapNanos()), now);
        }
    }

    /// There is room again for what is to be sent.
    void onWritable() {
        if (what == For.SENDING) {
            forNothing();
        }
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

    private void arm(For newWhat, long nanos, long now) {
        what = newWhat;
        shared.loop().deadlines().arm(this, now + nanos);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (what == For.SENDING && !sending.isStalled(shared.bodyGapNanos(), nowNanos)) {
            arm(For.SENDING, SendProgress.lookNanos(shared.bodyGapNanos()), nowNanos);
            return;
        }
        try {
            listener.onTimeout(what);
        } catch (RuntimeException | Error e) {
            listener.onDefect(e);
        }
    }
}
