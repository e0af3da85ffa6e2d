package io.sluice.dataplane.upstream;

import java.util.Arrays;

import io.sluice.dataplane.http1.Http1Context;
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
    private final LoopMeters meters;
    private final int maxConnections;
    private @Nullable UpstreamPool[] pools = {};

    public UpstreamPools(Loop loop, Limits limits, Http1Context http1, ClientContexts tls, LoopMeters meters) {
        this.meters = meters;
        connector = new Connector(loop, limits, http1, tls, meters.counters());
        maxConnections = limits.connectionsPerEndpoint();
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
            pool = new UpstreamPool(cluster, endpoint, connector, meters.counters(), maxConnections);
            pools[number] = pool;
            meters.endpoint(number, pool.meter());
        }
        return pool;
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

    /// Closes every idle connection.
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
