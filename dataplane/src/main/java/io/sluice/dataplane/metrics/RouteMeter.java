package io.sluice.dataplane.metrics;

import io.sluice.dataplane.loop.OnLoop;

/// What one loop counts of one route.
@OnLoop
public final class RouteMeter {

    private static final int CLASSES = 6;

    private final String route;
    private final long[] responses = new long[CLASSES];
    private long requestBytes;
    private long responseBytes;
    private final LatencyRecorder latency = new LatencyRecorder();

    public RouteMeter(String route) {
        this.route = route;
    }

    String route() {
        return route;
    }

    /// @param status 100 to 599, or 0 when the request ended without a response
    public void onEnd(int status, long newRequestBytes, long newResponseBytes, long nanos) {
        responses[status / 100]++;
        requestBytes += newRequestBytes;
        responseBytes += newResponseBytes;
        latency.record(nanos);
    }

    LatencyRecorder latency() {
        return latency;
    }

    RouteCount count() {
        return new RouteCount(this, responses.clone(), requestBytes, responseBytes);
    }

    /// The counts at the moment of a cut.
    @SuppressWarnings("ArrayRecordComponent") // a private copy, never compared
    record RouteCount(RouteMeter meter, long[] responses, long requestBytes, long responseBytes) {}
}
