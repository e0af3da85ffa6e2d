package io.sluice.controlplane.docker;

import java.time.Duration;

/// What an engine may cost.
///
/// @param requestTimeout from connecting to the last byte of an answer; for the event stream to its head
/// @param responseBytes of one answer, which is parsed as it arrives
/// @param eventBytes of one event
public record EngineLimits(Duration requestTimeout, long responseBytes, int eventBytes) {

    public static final EngineLimits DEFAULT = new EngineLimits(Duration.ofSeconds(5), 512L << 20, 64 << 10);

    public EngineLimits {
        if (!requestTimeout.isPositive() || responseBytes <= 0 || eventBytes <= 0) {
            throw new IllegalArgumentException("engine limits must be more than zero");
        }
    }
}
