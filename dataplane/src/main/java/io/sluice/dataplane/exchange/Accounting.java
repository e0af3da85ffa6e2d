package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.ClusterMeter;
import io.sluice.dataplane.metrics.LoopMeters;
import io.sluice.dataplane.metrics.RouteMeter;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledRoute;
import org.jspecify.annotations.Nullable;

/// What is measured of one request, written to its route's and cluster's meters.
@OnLoop
final class Accounting {

    private final LoopMeters meters;
    private @Nullable RouteMeter routeMeter;
    private @Nullable ClusterMeter clusterMeter;
    private int status;
    private long requestBytes;
    private long responseBytes;
    private long startNanos;
    private long sentNanos;

    Accounting(LoopMeters meters) {
        this.meters = meters;
    }

    void begin() {
        routeMeter = null;
        clusterMeter = null;
        status = 0;
        requestBytes = 0;
        responseBytes = 0;
        startNanos = System.nanoTime();
    }

    /// Meters are taken now: when the request ends, the numbers may mean something else.
    void onRoute(CompiledRoute route) {
        if (route.index() >= 0) {
            routeMeter = meters.route(route.index(), route.route().name());
        }
    }

    void onCluster(CompiledCluster cluster) {
        clusterMeter = meters.cluster(cluster.index(), cluster.name());
    }

    void onSent() {
        sentNanos = System.nanoTime();
    }

    long nanosSinceSent() {
        return System.nanoTime() - sentNanos;
    }

    /// All of the body so far.
    long onRequestBytes(int more) {
        requestBytes += more;
        return requestBytes;
    }

    /// @param nanos [#nanosSinceSent()], read once
    void onResponseHead(int newStatus, long nanos) {
        status = newStatus;
        if (clusterMeter != null) {
            clusterMeter.latency().record(nanos);
        }
    }

    void onResponseBytes(int more) {
        responseBytes += more;
    }

    /// The proxy itself answers, as the operator wants.
    void onAnswer(int newStatus) {
        status = newStatus;
    }

    void onFailure(Failure failure) {
        meters.onFailure(failure.ordinal());
        boolean isAnswered = failure.status() != Failure.CLIENT_GONE.status();
        if (status == 0 && isAnswered) {
            status = failure.status();
        }
    }

    /// The request is over; one that never had a route is in the failures alone.
    void finish() {
        if (routeMeter != null) {
            routeMeter.onEnd(status, requestBytes, responseBytes, System.nanoTime() - startNanos);
            routeMeter = null;
        }
    }
}
