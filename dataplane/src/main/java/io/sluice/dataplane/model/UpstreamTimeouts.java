package io.sluice.dataplane.model;

import java.time.Duration;

/// How long a cluster's endpoints may take. Every value is more than zero.
///
/// @param connect of one attempt
/// @param response from the end of the request to the first byte of the final response head; then 504
/// @param bodyGap between two reads of a response body
/// @param tunnelIdle without a byte in either direction, for upgraded connections
/// @param pooledIdle an unused connection is closed after it
/// @param tunnelDrain from the removal of an endpoint to the word that clients of its WebSockets get
public record UpstreamTimeouts(
        Duration connect,
        Duration response,
        Duration bodyGap,
        Duration tunnelIdle,
        Duration pooledIdle,
        Duration tunnelDrain) {

    /// Within the time that an engine gives a task by default: two seconds until its stop signal, and ten from there.
    private static final Duration TUNNEL_DRAIN = Duration.ofSeconds(8);

    public static final UpstreamTimeouts DEFAULT = new UpstreamTimeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofHours(1),
            Duration.ofSeconds(4));

    /// With the default for tunnels of endpoints that go.
    public UpstreamTimeouts(
            Duration connect, Duration response, Duration bodyGap, Duration tunnelIdle, Duration pooledIdle) {
        this(connect, response, bodyGap, tunnelIdle, pooledIdle, TUNNEL_DRAIN);
    }

    public UpstreamTimeouts {
        Durations.requirePositive("connect", connect);
        Durations.requirePositive("response", response);
        Durations.requirePositive("bodyGap", bodyGap);
        Durations.requirePositive("tunnelIdle", tunnelIdle);
        Durations.requirePositive("pooledIdle", pooledIdle);
        Durations.requirePositive("tunnelDrain", tunnelDrain);
    }
}
