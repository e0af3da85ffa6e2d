package io.sluice.dataplane.filter;

import io.sluice.dataplane.model.RateLimit;

/// A [RateLimit] in the units of a [RateTable].
///
/// @param intervalUnits between two requests of a client that sends evenly
/// @param burstUnits how far ahead of that a client may be
public record RateRule(long intervalUnits, long burstUnits) {

    /// A bucket that takes longer to fill is no limit per second any more; also keeps sums within a slot's time.
    private static final double MAX_NANOS = 100.0 * 24 * 3600 * 1e9;

    /// So many in a second, and as many at once.
    public static RateRule perSecond(int count) {
        return of(new RateLimit(count, count));
    }

    static RateRule of(RateLimit limit) {
        long interval = RateTable.units(Math.min(1e9 / limit.requestsPerSecond(), MAX_NANOS));
        double burst = Math.min((double) interval * limit.burst(), (double) RateTable.units(MAX_NANOS));
        return new RateRule(interval, (long) burst);
    }
}
