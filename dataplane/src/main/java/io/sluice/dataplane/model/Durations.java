package io.sluice.dataplane.model;

import java.time.Duration;

/// The one rule that all time-outs share.
final class Durations {

    private Durations() {}

    static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be more than zero: " + value);
        }
    }
}
