package io.sluice.dataplane.model;

import java.time.Duration;

/// When an endpoint that fails is left out for a while.
///
/// @param maxFails failures in a row, and within one `failTimeout`; 0: never left out
/// @param failTimeout also how long it is left out the first time; doubles each time
/// @param maxEjectedPercent of a cluster's endpoints; the others stay, however bad
/// @param bySuccessRate those are left out too that fail much more often than the others
public record OutlierPolicy(int maxFails, Duration failTimeout, int maxEjectedPercent, boolean bySuccessRate) {

    public static final OutlierPolicy DEFAULT = new OutlierPolicy(3, Duration.ofSeconds(10), 50, true);

    public OutlierPolicy {
        Durations.requirePositive("failTimeout", failTimeout);
        if (maxFails < 0 || maxEjectedPercent < 0 || maxEjectedPercent > 100) {
            throw new IllegalArgumentException(
                    "maxFails must be 0 or more, maxEjectedPercent 0 to 100: " + maxFails + ", " + maxEjectedPercent);
        }
    }
}
