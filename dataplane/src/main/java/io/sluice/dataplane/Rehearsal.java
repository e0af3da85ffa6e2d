package io.sluice.dataplane;

import java.time.Duration;
import java.util.List;

import io.sluice.dataplane.metrics.CutMerger;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.snapshot.CookieKey;
import io.sluice.dataplane.snapshot.Moment;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;

/// A data plane without loops: compiles what others will serve, so that nothing is sent which they could not, and
/// explains what they do. Any thread.
public final class Rehearsal {

    private final CookieKey cookieKey = CookieKey.of(new byte[0]);
    private final CutMerger cuts = new CutMerger(List.of(), List.of(), List.of());
    private Snapshot snapshot = SnapshotCompiler.empty(); // guarded by this

    /// @throws IllegalArgumentException when the config contradicts itself; the present snapshot stays
    public synchronized Publication publish(ProxyConfig config) {
        long begun = System.nanoTime();
        snapshot = SnapshotCompiler.compile(config, snapshot, cookieKey, Moment.now());
        return new Publication(
                snapshot.generation(),
                config.virtualHosts().size(),
                snapshot.routeCount(),
                snapshot.clusterCount(),
                snapshot.endpointCount(),
                Duration.ofNanos(System.nanoTime() - begun),
                Duration.ZERO);
    }

    /// As [DataPlane#explain].
    public Explanation explain(String authority, String target) {
        return RouteExplainer.explain(latest(), authority, target);
    }

    /// Of no traffic.
    public TrafficCut cut() {
        return cuts.cut(latest().generation());
    }

    private synchronized Snapshot latest() {
        return snapshot;
    }
}
