package io.sluice.dataplane.http;

/// How long and how often a connection to an endpoint is used: so that load follows where the endpoints are now.
public final class ConnectionAge {

    public static final long MAX_NANOS = 300_000_000_000L;

    private final int maxRequests;
    private int requestCount;

    public ConnectionAge(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    public void onRequest() {
        requestCount++;
    }

    /// @param ageNanos since the connection was made
    public boolean allowsAnother(long ageNanos) {
        return requestCount < maxRequests && ageNanos < MAX_NANOS;
    }
}
