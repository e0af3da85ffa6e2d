package io.sluice.dataplane.http2;

import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.SendProgress;

/// What one connection to an endpoint waits for beside what its streams wait for, and until when.
final class ClientWaits {

    /// Until our settings are acknowledged (RFC 9113, 6.5.3).
    private static final long SETTINGS_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Until a PING comes back: as long as a lost segment takes to be sent twice anew.
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Http2Context shared;
    private final ClientConnection connection;
    private final SendProgress sending;
    private final long idleNanos;
    private final Deadline ready = new Wait(this::onNotReady);
    private final Deadline settings = new Wait(this::onUnacknowledged);
    private final Deadline idle = new Wait(this::onIdle);
    private final Deadline stall = new Wait(this::onStall);
    private final Deadline ping = new Wait(this::onNoPing);
    private boolean isSending;
    private boolean isPinging;

    /// @param idleNanos of a connection without streams
    ClientWaits(Http2Context shared, ClientConnection connection, long idleNanos) {
        this.shared = shared;
        this.connection = connection;
        this.idleNanos = idleNanos;
        sending = new SendProgress(connection.channel());
    }

    private void arm(Deadline deadline, long nanos) {
        shared.loop().deadlines().arm(deadline, System.nanoTime() + nanos);
    }

    /// What every endpoint says first.
    void forReady(long nanos) {
        arm(ready, nanos);
        arm(settings, SETTINGS_NANOS);
    }

    void onReady() {
        shared.loop().deadlines().remove(ready);
    }

    private void onNotReady() {
        connection.onNotHttp2();
    }

    void onAcknowledged() {
        shared.loop().deadlines().remove(settings);
    }

    private void onUnacknowledged() {
        connection.fail(ErrorCode.SETTINGS_TIMEOUT);
    }

    /// No stream is open.
    void forRequest() {
        arm(idle, idleNanos);
    }

    void onRequest() {
        shared.loop().deadlines().disarm(idle);
    }

    private void onIdle() {
        connection.end();
    }

    /// The endpoint is to take what was written.
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
            connection.onDead();
        } else {
            arm(stall, SendProgress.lookNanos(shared.bodyGapNanos()));
        }
    }

    /// False: one is under way.
    boolean tryPing() {
        if (isPinging) {
            return false;
        }
        isPinging = true;
        arm(ping, PING_NANOS);
        return true;
    }

    /// Anything that comes shows that the endpoint lives.
    void onReceived() {
        if (isPinging) {
            isPinging = false;
            shared.loop().deadlines().disarm(ping);
        }
    }

    private void onNoPing() {
        connection.onDead();
    }

    void end() {
        shared.loop().deadlines().remove(ready);
        shared.loop().deadlines().remove(settings);
        shared.loop().deadlines().remove(idle);
        shared.loop().deadlines().remove(stall);
        shared.loop().deadlines().remove(ping);
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
