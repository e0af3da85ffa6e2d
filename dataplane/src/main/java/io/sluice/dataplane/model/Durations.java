package io.sluice.dataplane.model;

import java.time.Duration;

/// The rules that all time-outs share.
final class Durations {

    /// Longer ones would not fit into nanoseconds beside a clock; nobody waits so long.
    private static final Duration MAX = Duration.ofDays(365);

    private Durations() {}

    static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be more than zero: " + value);
        }
        if (value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + MAX.toDays() + " days: " + value);
        }
    }
}
