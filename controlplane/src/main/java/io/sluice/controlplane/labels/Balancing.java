package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.OptionalInt;

import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.UpstreamTimeouts;

/// How a service's requests are spread over its tasks, and what its tasks can take.
///
/// @param weight of the service among those that share a host, 0: none; empty: its number of tasks
/// @param maxRequests in flight, or [Cluster#UNLIMITED]
/// @param slowStart over which a new task's share grows; zero: at once
/// @param proxyProtocol connections to the tasks begin with a PROXY header
public record Balancing(
        LbPolicy policy,
        Affinity affinity,
        OptionalInt weight,
        UpstreamTimeouts timeouts,
        RetryPolicy retries,
        OutlierPolicy outliers,
        int maxRequests,
        Duration slowStart,
        boolean proxyProtocol) {

    public static final Balancing DEFAULT = new Balancing(
            LbPolicy.ROUND_ROBIN,
            new Affinity.None(),
            OptionalInt.empty(),
            UpstreamTimeouts.DEFAULT,
            RetryPolicy.DEFAULT,
            OutlierPolicy.DEFAULT,
            Cluster.UNLIMITED,
            Duration.ZERO,
            false);
}
