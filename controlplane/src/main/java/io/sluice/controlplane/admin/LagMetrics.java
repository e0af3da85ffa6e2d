package io.sluice.controlplane.admin;

import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.controlplane.publish.DiscoveryLag;

/// How closely requests follow the swarm.
final class LagMetrics {

    private LagMetrics() {}

    static void add(MetricFamilies families, DiscoveryLag lag) {
        for (DiscoveryLag.Entry entry : lag.entries()) {
            families.latency(
                    "sluice_discovery_lag_seconds",
                    "From a change's own time in the swarm to the snapshot with it in every loop (published), and in"
                            + " those of every connected proxy (served)",
                    LatencySummary.of(entry.micros()),
                    Labels.of("of", entry.of(), "stage", entry.stage().text()));
        }
        families.counter(
                "sluice_discovery_ahead_total",
                "Changes whose own time was in the future when they were served: clocks of nodes differ",
                lag.ahead(),
                Labels.EMPTY);
    }
}
