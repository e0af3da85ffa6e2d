package io.sluice.controlplane.publish;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.sluice.controlplane.swarm.Backoff;

/// Says when the latest state is to be assembled again though nothing is new: after a failure, and when time alone
/// changes what it means. Time is given, never read. Owned by one thread.
final class Reminder {

    /// What [#delayNanos] answers while there is nothing to remember.
    static final long IDLE = Long.MAX_VALUE;

    static final Duration FIRST_RETRY = Duration.ofMillis(500);
    static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final Backoff backoff;
    private boolean isSet;
    private long dueNanos;

    /// @param random from 0 to 1
    Reminder(DoubleSupplier random) {
        this.backoff = new Backoff(FIRST_RETRY, LAST_RETRY, random);
    }

    /// Forgets what was due before.
    ///
    /// @param published false: to be tried again after a while, longer each time
    void onApplied(boolean published, long nowNanos) {
        isSet = !published;
        if (published) {
            backoff.reset();
        } else {
            dueNanos = nowNanos + backoff.next().toNanos();
        }
    }

    /// Time changes something then, at the latest.
    void remind(long atNanos) {
        if (!isSet || atNanos - dueNanos < 0) {
            isSet = true;
            dueNanos = atNanos;
        }
    }

    /// 0 or less: due now.
    long delayNanos(long nowNanos) {
        return isSet ? dueNanos - nowNanos : IDLE;
    }
}
