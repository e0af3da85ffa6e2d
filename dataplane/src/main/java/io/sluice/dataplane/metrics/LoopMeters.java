package io.sluice.dataplane.metrics;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.loop.OnLoop;
import org.jspecify.annotations.Nullable;

/// Everything that one loop measures, by the numbers of routes, clusters and endpoints. Meters are made when first
/// used, so what gets no traffic costs nothing.
@OnLoop
public final class LoopMeters {

    /// Meters of what is gone that wait for a cut; when nobody asks for one, the oldest are forgotten.
    static final int MAX_RETIRED = 1024;

    private final LoopCounters counters = new LoopCounters();
    private final long[] failures;
    private @Nullable RouteMeter[] routes = {};
    private @Nullable ClusterMeter[] clusters = {};
    private @Nullable EndpointMeter[] endpoints = {};
    private final ArrayDeque<RouteMeter> retiredRoutes = new ArrayDeque<>();
    private final ArrayDeque<ClusterMeter> retiredClusters = new ArrayDeque<>();

    /// @param failureCount how many kinds of failure there are
    public LoopMeters(int failureCount) {
        failures = new long[failureCount];
    }

    @AnyThread
    public LoopCounters counters() {
        return counters;
    }

    /// @param failure its ordinal
    public void onFailure(int failure) {
        failures[failure]++;
    }

    /// Makes room for the numbers of a new generation.
    public void resize(int routeSlots, int clusterSlots, int endpointSlots) {
        routes = Arrays.copyOf(routes, Math.max(routes.length, routeSlots));
        clusters = Arrays.copyOf(clusters, Math.max(clusters.length, clusterSlots));
        endpoints = Arrays.copyOf(endpoints, Math.max(endpoints.length, endpointSlots));
    }

    /// The numbers no longer mean what they did; what was measured comes with the next cut.
    public void release(int[] routeNumbers, int[] clusterNumbers, int[] endpointNumbers) {
        for (int number : routeNumbers) {
            RouteMeter meter = routes[number];
            if (meter != null) {
                retire(retiredRoutes, meter);
                routes[number] = null;
            }
        }
        for (int number : clusterNumbers) {
            ClusterMeter meter = clusters[number];
            if (meter != null) {
                retire(retiredClusters, meter);
                clusters[number] = null;
            }
        }
        for (int number : endpointNumbers) {
            endpoints[number] = null;
        }
    }

    private static <M> void retire(ArrayDeque<M> retired, M meter) {
        if (retired.size() == MAX_RETIRED) {
            retired.removeFirst();
        }
        retired.addLast(meter);
    }

    public RouteMeter route(int number, String name) {
        RouteMeter meter = routes[number];
        if (meter == null) {
            meter = new RouteMeter(name);
            routes[number] = meter;
        }
        return meter;
    }

    public ClusterMeter cluster(int number, String name) {
        ClusterMeter meter = clusters[number];
        if (meter == null) {
            meter = new ClusterMeter(name);
            clusters[number] = meter;
        }
        return meter;
    }

    public void endpoint(int number, EndpointMeter meter) {
        endpoints[number] = meter;
    }

    /// Hands over everything measured since the last call.
    LoopCut cut() {
        List<RouteMeter> cutRoutes = present(routes, retiredRoutes);
        List<ClusterMeter> cutClusters = present(clusters, retiredClusters);
        retiredRoutes.clear();
        retiredClusters.clear();
        cutRoutes.forEach(meter -> meter.latency().flip());
        cutClusters.forEach(meter -> meter.latency().flip());
        return new LoopCut(
                failures.clone(),
                cutRoutes.stream().map(RouteMeter::count).toList(),
                cutClusters,
                present(endpoints, List.of()).stream().map(EndpointMeter::count).toList());
    }

    private static <M> List<M> present(@Nullable M[] meters, Collection<M> retired) {
        return Stream.concat(Arrays.stream(meters).filter(Objects::nonNull), retired.stream())
                .toList();
    }

    /// One loop's part of a [TrafficCut]. Histograms stay with their meters, which the reader may read until the next
    /// cut.
    @SuppressWarnings("ArrayRecordComponent") // a private copy, never compared
    record LoopCut(
            long[] failures,
            List<RouteMeter.RouteCount> routes,
            List<ClusterMeter> clusters,
            List<TrafficCut.EndpointTraffic> endpoints) {}
}
