package io.sluice.dataplane.snapshot;

import java.time.Instant;

/// One moment by two clocks.
///
/// @param nanos of [System#nanoTime()]
public record Moment(Instant wall, long nanos) {

    public static Moment now() {
        return new Moment(Instant.now(), System.nanoTime());
    }
}
