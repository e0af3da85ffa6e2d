package io.sluice.controlplane.health;

/// How a check ended.
public enum Outcome {
    /// With a status that the check accepts.
    PASSED,
    /// With another status.
    STATUS,
    /// No connection could be made.
    CONNECT,
    /// No complete response head in time.
    TIMEOUT,
    /// The connection ended before a complete response head.
    CLOSED,
    /// What came is no HTTP/1.x response head, or an endless one.
    MALFORMED,
    /// This host could not make the check (no free file or port): it says nothing of the endpoint.
    SKIPPED
}
