package io.sluice.dataplane.upstream;

import java.util.Arrays;

import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.http2.Http2Context;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.LoopMeters;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.tls.ClientContexts;
import org.jspecify.annotations.Nullable;

/// One loop's pools, by the number of the endpoint; made when an endpoint gets its first request.
@OnLoop
public final class UpstreamPools {

    private final Connector connector;
    private final Http1Context http1;
    private final Http2Context http2;
    private final LoopMeters meters;
    private final Limits limits;
    private @Nullable UpstreamPool[] pools = {};

    public UpstreamPools(
            Loop loop, Limits limits, Http1Context http1, Http2Context http2, ClientContexts tls, LoopMeters meters) {
        this.http1 = http1;
        this.http2 = http2;
        this.meters = meters;
        connector = new Connector(loop, limits, tls, meters.counters());
        this.limits = limits;
    }

    public UpstreamPool pool(CompiledCluster cluster, CompiledEndpoint endpoint) {
        int number = endpoint.index();
        if (number >= pools.length) {
            pools = Arrays.copyOf(pools, Math.max(number + 1, pools.length * 2));
        }
        UpstreamPool pool = pools[number];
        if (pool == null || !isFor(pool, cluster, endpoint)) {
            if (pool != null) {
                pool.retire();
            }
            pool = create(cluster, endpoint);
            pools[number] = pool;
            meters.endpoint(number, pool.meter());
        }
        return pool;
    }

    private UpstreamPool create(CompiledCluster cluster, CompiledEndpoint endpoint) {
        return switch (cluster.cluster().protocol().http()) {
            case HTTP1 ->
                new Http1Pool(cluster, endpoint, connector, http1, meters.counters(), limits.connectionsPerEndpoint());
            case HTTP2, GRPC -> new Http2Pool(cluster, endpoint, connector, http2, meters.counters(), limits);
        };
    }

    /// A request that began on an older snapshot may come late to a number that means another endpoint now.
    private static boolean isFor(UpstreamPool pool, CompiledCluster cluster, CompiledEndpoint endpoint) {
        return pool.endpoint().endpoint().address().equals(endpoint.endpoint().address())
                && pool.protocol().equals(cluster.cluster().protocol());
    }

    /// Lets go of endpoints that are not in the new generation.
    public void onSnapshot(Snapshot snapshot) {
        for (int number : snapshot.releasedEndpoints()) {
            if (number < pools.length && pools[number] != null) {
                pools[number].retire();
                pools[number] = null;
            }
        }
    }

    /// Closes every idle connection; endpoints stay.
    public void closeIdle() {
        for (UpstreamPool pool : pools) {
            if (pool != null) {
                pool.closeIdle();
            }
        }
    }

    /// Closes every idle connection, and the others behind their response.
    public void retireAll() {
        for (int i = 0; i < pools.length; i++) {
            UpstreamPool pool = pools[i];
            if (pool != null) {
                pool.retire();
                pools[i] = null;
            }
        }
    }
}
