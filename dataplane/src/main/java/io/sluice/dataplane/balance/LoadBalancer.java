package io.sluice.dataplane.balance;

import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.LbPolicy;

/// One way to pick an endpoint. Without state of its own: what it goes by is the cluster's.
@OnLoop
sealed interface LoadBalancer permits RoundRobin, LeastRequest, PeakEwma, ConsistentHash {

    /// Position of an endpoint that may be picked now.
    ///
    /// @param load of a cluster with at least one
    /// @param key of the client, for those that hash
    int pick(ClusterLoad load, long key);

    static LoadBalancer of(LbPolicy policy) {
        return switch (policy) {
            case ROUND_ROBIN -> RoundRobin.INSTANCE;
            case LEAST_REQUEST -> LeastRequest.INSTANCE;
            case PEAK_EWMA -> PeakEwma.INSTANCE;
            case MAGLEV, IP_HASH -> ConsistentHash.INSTANCE;
        };
    }
}
