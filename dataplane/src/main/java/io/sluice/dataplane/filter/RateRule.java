package io.sluice.dataplane.filter;

import io.sluice.dataplane.model.RateLimit;

/// A [RateLimit] in the units of a [RateTable].
///
/// @param intervalUnits between two requests of a client that sends evenly
/// @param burstUnits how far ahead of that a client may be
public record RateRule(long intervalUnits, long burstUnits) {

    /// A bucket that takes longer to fill is no limit per second any more; also keeps sums within a slot's time.
    private static final double MAX_NANOS = 100.0 * 24 * 3600 * 1e9;

    static RateRule of(RateLimit limit) {
        double intervalNanos = Math.min(1e9 / limit.requestsPerSecond(), MAX_NANOS);
        double burstNanos = Math.min(intervalNanos * limit.burst(), MAX_NANOS);
        long interval = RateTable.units(intervalNanos);
        return new RateRule(interval, Math.max(interval, RateTable.units(burstNanos)));
    }
}
