package io.sluice.dataplane.http2;

import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.SendProgress;
import io.sluice.dataplane.metrics.Counter;

/// What one client connection waits for beside what its streams wait for, and until when.
final class ServerWaits {

    /// From a block's first frame to its last, and from a frame's first byte to its last (R-H2-2).
    private static final long BLOCK_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// For what was on its way when the client was told to leave.
    private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Http2Context shared;
    private final ServerConnection connection;
    private final SendProgress sending;
    private final Deadline idle = new Wait(this::onIdle);
    private final Deadline block = new Wait(this::onBlock);
    private final Deadline stall = new Wait(this::onStall);
    private final Deadline leaving = new Wait(this::onLeaving);
    private final Deadline acknowledgement = new Wait(this::onUnacknowledged);
    private boolean hasBlock;
    private boolean isSending;
    private boolean hasPreface;

    ServerWaits(Http2Context shared, ServerConnection connection) {
        this.shared = shared;
        this.connection = connection;
        sending = new SendProgress(connection.channel());
    }

    private void arm(Deadline deadline, long nanos) {
        shared.loop().deadlines().arm(deadline, System.nanoTime() + nanos);
    }

    /// What every client says first.
    void forPreface() {
        arm(idle, shared.headNanos());
    }

    /// Of our settings, by a client that has told its own (RFC 9113, 6.5.3).
    void forAcknowledgement() {
        arm(acknowledgement, shared.headNanos());
    }

    void onAcknowledged() {
        shared.loop().deadlines().disarm(acknowledgement);
    }

    /// One that does not take what it is sent is not read either: that has a time of its own.
    private void onUnacknowledged() {
        if (connection.isWritable()) {
            connection.fail(ErrorCode.SETTINGS_TIMEOUT);
        } else {
            forAcknowledgement();
        }
    }

    /// No stream is open.
    void forRequest() {
        hasPreface = true;
        arm(idle, shared.keepAliveNanos());
    }

    void onRequest() {
        shared.loop().deadlines().disarm(idle);
    }

    private void onIdle() {
        if (!hasPreface) {
            shared.counters().increment(Counter.HEAD_TIMEOUTS);
        }
        connection.end();
    }

    /// @param isPartial something has begun that is not whole
    void forBlock(boolean isPartial) {
        if (isPartial == hasBlock) {
            return;
        }
        hasBlock = isPartial;
        if (isPartial) {
            arm(block, BLOCK_NANOS);
        } else {
            shared.loop().deadlines().disarm(block);
        }
    }

    private void onBlock() {
        shared.counters().increment(Counter.HEAD_TIMEOUTS);
        connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
    }

    /// The client is to take what was written.
    void forSending() {
        if (!isSending) {
            isSending = true;
            sending.begin(System.nanoTime());
            arm(stall, SendProgress.lookNanos(shared.bodyGapNanos()));
        }
    }

    void onSent() {
        isSending = false;
        shared.loop().deadlines().disarm(stall);
    }

    private void onStall() {
        if (sending.isStalled(shared.bodyGapNanos(), System.nanoTime())) {
            connection.onStalled();
        } else {
            arm(stall, SendProgress.lookNanos(shared.bodyGapNanos()));
        }
    }

    void forLeaving() {
        arm(leaving, LEAVING_NANOS);
    }

    void onLeft() {
        shared.loop().deadlines().disarm(leaving);
    }

    private void onLeaving() {
        connection.onLeft();
    }

    void end() {
        shared.loop().deadlines().remove(idle);
        shared.loop().deadlines().remove(block);
        shared.loop().deadlines().remove(stall);
        shared.loop().deadlines().remove(leaving);
        shared.loop().deadlines().remove(acknowledgement);
    }

    private final class Wait extends Deadline {

        private final Runnable action;

        Wait(Runnable action) {
            this.action = action;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                connection.onDefect(e);
            }
        }
    }
}
