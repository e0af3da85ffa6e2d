package io.sluice.dataplane.http1;

/// How long and how often a connection to an endpoint is used: so that load follows where the endpoints are now.
final class ConnectionAge {

    static final long MAX_NANOS = 300_000_000_000L;

    private final int maxRequests;
    private int requestCount;

    ConnectionAge(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    void onRequest() {
        requestCount++;
    }

    /// @param ageNanos since the connection was made
    boolean allowsAnother(long ageNanos) {
        return requestCount < maxRequests && ageNanos < MAX_NANOS;
    }
}
