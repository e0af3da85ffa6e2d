package io.sluice.controlplane.deploy;

import java.time.Duration;

/// How soon proxies may be changed again: at once after a quiet time, and ever more slowly while change follows change,
/// since each one may replace every proxy. What comes meanwhile is done together. Whoever undoes our changes does not
/// lead to a storm of them. Owned by one thread.
final class WritePace {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long QUIET_NANOS = Duration.ofSeconds(60).toNanos();

    private long intervalNanos;
    private long lastNanos;

    /// Until the next change may be made.
    long delayNanos(long nowNanos) {
        return intervalNanos == 0 ? 0 : Math.max(0, lastNanos + intervalNanos - nowNanos);
    }

    void onWrite(long nowNanos) {
        boolean calm = intervalNanos == 0 || nowNanos - lastNanos >= QUIET_NANOS;
        intervalNanos = calm ? FIRST_NANOS : Math.min(MOST_NANOS, 2 * intervalNanos);
        lastNanos = nowNanos;
    }
}
