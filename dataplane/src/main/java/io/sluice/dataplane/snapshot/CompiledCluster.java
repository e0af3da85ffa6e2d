package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTimeouts;

/// A cluster with its number, its endpoints' numbers and its times in nanoseconds.
public final class CompiledCluster {

    private final int index;
    private final Cluster cluster;
    private final CompiledEndpoint[] endpoints;
    private final BalancePlan plan;
    private final boolean http2;
    private final long connectNanos;
    private final long responseNanos;
    private final long bodyGapNanos;
    private final long tunnelIdleNanos;
    private final long tunnelDrainNanos;
    private final long pooledIdleNanos;

    CompiledCluster(int index, Cluster cluster, CompiledEndpoint[] endpoints, BalancePlan plan) {
        this.index = index;
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.plan = plan;
        http2 = cluster.protocol().http() != UpstreamProtocol.Http.HTTP1;
        UpstreamTimeouts timeouts = cluster.timeouts();
        connectNanos = timeouts.connect().toNanos();
        responseNanos = timeouts.response().toNanos();
        bodyGapNanos = timeouts.bodyGap().toNanos();
        tunnelIdleNanos = timeouts.tunnelIdle().toNanos();
        tunnelDrainNanos = timeouts.tunnelDrain().toNanos();
        pooledIdleNanos = timeouts.pooledIdle().toNanos();
    }

    /// Its number, the same in the next generation as long as it stays.
    public int index() {
        return index;
    }

    public String name() {
        return cluster.name();
    }

    public Cluster cluster() {
        return cluster;
    }

    /// Its endpoints speak HTTP/2.
    public boolean isHttp2() {
        return http2;
    }

    public int endpointCount() {
        return endpoints.length;
    }

    public CompiledEndpoint endpoint(int position) {
        return endpoints[position];
    }

    /// How requests are spread over the endpoints.
    public BalancePlan plan() {
        return plan;
    }

    public long connectNanos() {
        return connectNanos;
    }

    public long responseNanos() {
        return responseNanos;
    }

    public long bodyGapNanos() {
        return bodyGapNanos;
    }

    public long tunnelIdleNanos() {
        return tunnelIdleNanos;
    }

    public long tunnelDrainNanos() {
        return tunnelDrainNanos;
    }

    public long pooledIdleNanos() {
        return pooledIdleNanos;
    }
}
