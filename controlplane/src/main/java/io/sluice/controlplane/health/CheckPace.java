package io.sluice.controlplane.health;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.sluice.controlplane.labels.HealthCheck;

/// How long to wait for the next check of an endpoint. Each wait is off by up to [#JITTER], so that endpoints that
/// were seen together are not checked together for ever.
final class CheckPace {

    /// Share of a wait that it may be shorter or longer.
    static final double JITTER = 0.15;

    /// What has never passed is probably starting: it is asked again after this, then after twice as long, and so on
    /// up to the check's interval.
    static final Duration FIRST_RETRY = Duration.ofMillis(500);

    /// Failures in a row that change nothing in the pace; each one more adds an interval to the wait.
    static final int PATIENCE = 12;

    /// Intervals that a wait has at most.
    static final int MAX_INTERVALS = 6;

    /// No wait is longer, unless the interval itself is: a recovery is noticed within this time and [#JITTER].
    static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final RandomGenerator random;

    CheckPace(RandomGenerator random) {
        this.random = random;
    }

    long waitNanos(HealthCheck check, EndpointHealth health) {
        long nominal = nominalNanos(check.interval().toNanos(), health);
        return Math.round(nominal * (1 - JITTER + 2 * JITTER * random.nextDouble()));
    }

    private static long nominalNanos(long interval, EndpointHealth health) {
        int failed = health.failedInRow();
        if (failed > PATIENCE) {
            long intervals = Math.min(failed - PATIENCE + 1, MAX_INTERVALS);
            return Math.max(interval, Math.min(interval * intervals, MAX_WAIT.toNanos()));
        }
        if (failed > 0 && health.lastPassed().isEmpty()) {
            return Math.min(interval, FIRST_RETRY.toNanos() << (failed - 1));
        }
        return interval;
    }
}
