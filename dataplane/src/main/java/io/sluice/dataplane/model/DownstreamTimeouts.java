package io.sluice.dataplane.model;

import java.time.Duration;

/// How long clients may take. Every value is more than zero.
///
/// @param head from a request's first byte to the end of its head; then 408
/// @param bodyGap between two reads of a request body, and between two writes of a response that waits to be read
/// @param keepAlive between two requests
public record DownstreamTimeouts(Duration head, Duration bodyGap, Duration keepAlive) {

    public static final DownstreamTimeouts DEFAULT =
            new DownstreamTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));

    public DownstreamTimeouts {
        Durations.requirePositive("head", head);
        Durations.requirePositive("bodyGap", bodyGap);
        Durations.requirePositive("keepAlive", keepAlive);
    }
}
