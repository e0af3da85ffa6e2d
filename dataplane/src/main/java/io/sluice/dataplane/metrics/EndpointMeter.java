package io.sluice.dataplane.metrics;

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

    public void idleConnections(int count) {
        idleConnections = count;
    }

    public int inFlight() {
        return inFlight;
    }

    TrafficCut.EndpointTraffic count() {
        return new TrafficCut.EndpointTraffic(cluster, address, requests, failures, inFlight, idleConnections);
    }
}
