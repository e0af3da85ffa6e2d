package io.sluice.dataplane.model;

import java.time.Duration;

/// How long clients may take. Every value is more than zero.
///
/// @param head from a request's first byte to the end of its head; then 408
/// @param bodyGap between two reads of a request body, and between two writes of a response that waits to be read
/// @param keepAlive between two requests
/// @param proxyHeader from a connection's start to the end of its PROXY header
public record DownstreamTimeouts(Duration head, Duration bodyGap, Duration keepAlive, Duration proxyHeader) {

    private static final Duration PROXY_HEADER = Duration.ofSeconds(3);

    public static final DownstreamTimeouts DEFAULT =
            new DownstreamTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));

    public DownstreamTimeouts {
        Durations.requirePositive("head", head);
        Durations.requirePositive("bodyGap", bodyGap);
        Durations.requirePositive("keepAlive", keepAlive);
        Durations.requirePositive("proxyHeader", proxyHeader);
    }

    /// With the default for PROXY headers.
    public DownstreamTimeouts(Duration head, Duration bodyGap, Duration keepAlive) {
        this(head, bodyGap, keepAlive, PROXY_HEADER);
    }
}
