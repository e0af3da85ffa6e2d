package io.sluice.controlplane.publish;

/// Says when pending changes are due: the first one at once, those that follow within the window together at its end.
/// Time is given, never read.
final class Debounce {

    /// What [#delayNanos] answers while nothing is pending.
    static final long IDLE = Long.MAX_VALUE;

    private final long windowNanos;
    private boolean pending;
    private long quietUntilNanos;
    private boolean started;

    Debounce(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    void onChange() {
        pending = true;
    }

    /// 0 or less: due now.
    long delayNanos(long nowNanos) {
        if (!pending) {
            return IDLE;
        }
        return started ? Math.max(0, quietUntilNanos - nowNanos) : 0;
    }

    void onApplied(long nowNanos) {
        pending = false;
        started = true;
        quietUntilNanos = nowNanos + windowNanos;
    }
}
