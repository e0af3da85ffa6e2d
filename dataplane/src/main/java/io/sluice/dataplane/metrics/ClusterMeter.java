package io.sluice.dataplane.metrics;

import io.sluice.dataplane.loop.OnLoop;

/// What one loop measures of one cluster.
///
/// @param latency from the hand-over to an endpoint's connection to the response head
@OnLoop
public record ClusterMeter(String cluster, LatencyRecorder latency) {

    public ClusterMeter(String cluster) {
        this(cluster, new LatencyRecorder());
    }
}
