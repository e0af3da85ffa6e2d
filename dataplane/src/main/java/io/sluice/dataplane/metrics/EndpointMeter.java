package io.sluice.dataplane.metrics;

import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.loop.OnLoop;

/// What one loop counts of one endpoint.
@OnLoop
public final class EndpointMeter {

    private final String cluster;
    private final String address;
    private long requests;
    private long failures;
    private int inFlight;
    private int idleConnections;
    private long ejections;
    private long ejectedUntilNanos;
    private boolean silent;

    public EndpointMeter(String cluster, String address) {
        this.cluster = cluster;
        this.address = address;
    }

    public void onRequest() {
        requests++;
        inFlight++;
    }

    public void onRequestEnd() {
        inFlight--;
    }

    /// A connect failure, a reset or a malformed response.
    public void onFailure() {
        failures++;
    }

    /// The endpoint is left out until then, by [System#nanoTime()].
    public void onEjected(long untilNanos) {
        ejections++;
        ejectedUntilNanos = untilNanos;
    }

    /// Whether it is left out because it owes answers.
    public void silent(boolean newSilent) {
        silent = newSilent;
    }

    public void idleConnections(int count) {
        idleConnections = count;
    }

    public int inFlight() {
        return inFlight;
    }

    TrafficCut.EndpointTraffic count() {
        long millis = ejections == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(ejectedUntilNanos - System.nanoTime());
        return new TrafficCut.EndpointTraffic(
                cluster,
                address,
                requests,
                failures,
                inFlight,
                idleConnections,
                ejections,
                Math.max(0, millis),
                silent);
    }
}
