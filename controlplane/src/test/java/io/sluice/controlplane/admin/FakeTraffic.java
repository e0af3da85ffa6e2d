package io.sluice.controlplane.admin;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.TrafficCut;
import org.HdrHistogram.Histogram;

/// A data plane that records one latency of 1 ms per cut for one route and one cluster.
final class FakeTraffic implements Supplier<TrafficCut> {

    private final String route;
    private final String cluster;
    private long cuts;

    FakeTraffic(String route, String cluster) {
        this.route = route;
        this.cluster = cluster;
    }

    long cuts() {
        return cuts;
    }

    @Override
    public TrafficCut get() {
        cuts++;
        return new TrafficCut(
                3,
                Map.of(Counter.REQUESTS, cuts, Counter.CONNECTIONS_ACCEPTED, 7L, Counter.CONNECTIONS_CLOSED, 5L),
                Map.of("NO_ROUTE", 2L),
                List.of(new TrafficCut.RouteTraffic(
                        route, List.of(0L, 0L, cuts, 0L, 0L, 1L), 10, 2_000, oneMillisecond())),
                List.of(new TrafficCut.ClusterTraffic(cluster, oneMillisecond())),
                List.of(new TrafficCut.EndpointTraffic(cluster, "127.0.0.1:9000", cuts, 1, 4, 2)),
                true);
    }

    private static Histogram oneMillisecond() {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(1_000);
        return histogram;
    }
}
