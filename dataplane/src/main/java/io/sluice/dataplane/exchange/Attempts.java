package io.sluice.dataplane.exchange;

import java.util.Arrays;

import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import io.sluice.dataplane.upstream.UpstreamPool;
import org.jspecify.annotations.Nullable;

/// Which endpoints one request has been tried on.
@OnLoop
final class Attempts {

    private @Nullable CompiledEndpoint[] tried = new CompiledEndpoint[2];
    private int count;
    private int turn; // where the first attempt began: retries take nobody else's turn
    private boolean metFullPool;
    private boolean newConnection;

    void clear() {
        count = 0;
        metFullPool = false;
        newConnection = false;
    }

    int count() {
        return count;
    }

    boolean metFullPool() {
        return metFullPool;
    }

    /// The failure was the connection's, not the endpoint's: it may be tried again, on a connection that cannot be
    /// stale.
    void wantNewConnection() {
        newConnection = true;
        tried[count - 1] = null;
    }

    boolean wantsNewConnection() {
        return newConnection;
    }

    /// The pool of the next endpoint that was not tried and can take a request, or null.
    @Nullable
    UpstreamPool choose(CompiledCluster cluster, ExchangeContext shared) {
        metFullPool = false;
        int endpoints = cluster.endpointCount();
        if (count == 0 && endpoints > 0) {
            turn = shared.balancer().pick(cluster);
        }
        for (int i = 0; i < endpoints; i++) {
            CompiledEndpoint endpoint = cluster.endpoint((turn + i) % endpoints);
            if (wasTried(endpoint)) {
                continue;
            }
            UpstreamPool pool = shared.pools().pool(cluster, endpoint);
            if (pool.isFull() && (newConnection || !pool.hasIdle())) {
                metFullPool = true;
                shared.meters().counters().increment(Counter.POOL_LIMIT);
                continue;
            }
            remember(endpoint);
            return pool;
        }
        return null;
    }

    private boolean wasTried(CompiledEndpoint endpoint) {
        for (int i = 0; i < count; i++) {
            if (tried[i] == endpoint) {
                return true;
            }
        }
        return false;
    }

    private void remember(CompiledEndpoint endpoint) {
        if (count == tried.length) {
            tried = Arrays.copyOf(tried, count * 2);
        }
        tried[count++] = endpoint;
    }
}
