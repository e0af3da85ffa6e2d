package io.sluice.dataplane.exchange;

import io.sluice.dataplane.balance.ClusterLoad;
import io.sluice.dataplane.balance.EndpointLoad;

/// What a tunnel counts as until it ends: a request of its cluster, at its endpoint.
record TunnelUse(ClusterLoad cluster, EndpointLoad endpoint) {

    void end() {
        endpoint.onEnd();
        cluster.onEnd();
    }
}
