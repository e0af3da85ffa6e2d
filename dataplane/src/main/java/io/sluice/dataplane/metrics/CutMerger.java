package io.sluice.dataplane.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.metrics.TrafficCut.ClusterTraffic;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.metrics.TrafficCut.RouteTraffic;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Asks every loop for its part and adds the parts up. One cut at a time.
public final class CutMerger {

    private static final long PATIENCE_MILLIS = 2000;

    private final long patienceMillis; // for each loop
    private final List<Loop> loops;
    private final List<LoopMeters> meters;
    private final List<String> failureNames;
    private final List<@Nullable CompletableFuture<LoopMeters.LoopCut>> pending; // per loop; null: not asked

    /// @param meters one per loop, same order
    /// @param failureNames by ordinal
    public CutMerger(List<Loop> loops, List<LoopMeters> meters, List<String> failureNames) {
        this(PATIENCE_MILLIS, loops, meters, failureNames);
    }

    CutMerger(long patienceMillis, List<Loop> loops, List<LoopMeters> meters, List<String> failureNames) {
        this.patienceMillis = patienceMillis;
        this.loops = List.copyOf(loops);
        this.meters = List.copyOf(meters);
        this.failureNames = List.copyOf(failureNames);
        pending = new ArrayList<>(Collections.nCopies(loops.size(), null));
    }

    public synchronized TrafficCut cut(long generation) {
        ask();
        Sum sum = new Sum();
        boolean complete = true;
        for (int i = 0; i < loops.size(); i++) {
            complete &= tryAdd(sum, i);
        }
        return new TrafficCut(
                generation,
                counters(),
                sum.failures(failureNames),
                sum.routes(),
                sum.clusters(),
                sum.endpoints(),
                complete);
    }

    /// A loop that still owes its answer is not asked again: the second would take the first one's histograms.
    private void ask() {
        for (int i = 0; i < loops.size(); i++) {
            if (pending.get(i) == null) {
                pending.set(i, loops.get(i).ask(meters.get(i)::cut));
            }
        }
    }

    private boolean tryAdd(Sum sum, int loop) {
        CompletableFuture<LoopMeters.LoopCut> answer = Objects.requireNonNull(pending.get(loop));
        try {
            LoopMeters.LoopCut part = answer.get(patienceMillis, TimeUnit.MILLISECONDS);
            pending.set(loop, null);
            sum.add(part);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            pending.set(loop, null);
            throw new IllegalStateException("loop " + loop + " failed to hand over its statistics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<Counter, Long> counters() {
        Map<Counter, Long> totals = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            totals.put(
                    counter,
                    meters.stream().mapToLong(m -> m.counters().value(counter)).sum());
        }
        return totals;
    }

    private static final class Sum {

        private long[] failures = {};
        private final Map<String, RouteSum> routes = new TreeMap<>();
        private final Map<String, Histogram> clusters = new TreeMap<>();
        private final Map<String, EndpointTraffic> endpoints = new TreeMap<>();

        void add(LoopMeters.LoopCut part) {
            failures = Arrays.copyOf(failures, part.failures().length);
            Arrays.setAll(failures, i -> failures[i] + part.failures()[i]);
            part.routes()
                    .forEach(count -> routes.computeIfAbsent(count.meter().route(), name -> new RouteSum())
                            .add(count));
            part.clusters()
                    .forEach(meter -> meter.latency()
                            .addIdleTo(clusters.computeIfAbsent(meter.cluster(), n -> LatencyRecorder.emptySum())));
            part.endpoints()
                    .forEach(traffic ->
                            endpoints.merge(traffic.cluster() + " " + traffic.address(), traffic, Sum::merged));
        }

        private static EndpointTraffic merged(EndpointTraffic a, EndpointTraffic b) {
            return new EndpointTraffic(
                    a.cluster(),
                    a.address(),
                    a.requests() + b.requests(),
                    a.failures() + b.failures(),
                    a.inFlight() + b.inFlight(),
                    a.idleConnections() + b.idleConnections(),
                    a.ejections() + b.ejections(),
                    Math.max(a.ejectedMillis(), b.ejectedMillis()),
                    a.silent() || b.silent());
        }

        Map<String, Long> failures(List<String> names) {
            Map<String, Long> byName = new LinkedHashMap<>();
            for (int i = 0; i < failures.length; i++) {
                if (failures[i] > 0) {
                    byName.put(names.get(i), failures[i]);
                }
            }
            return byName;
        }

        List<RouteTraffic> routes() {
            return routes.entrySet().stream()
                    .map(entry -> entry.getValue().traffic(entry.getKey()))
                    .toList();
        }

        List<ClusterTraffic> clusters() {
            return clusters.entrySet().stream()
                    .map(entry -> new ClusterTraffic(entry.getKey(), entry.getValue()))
                    .toList();
        }

        List<EndpointTraffic> endpoints() {
            return List.copyOf(endpoints.values());
        }
    }

    private static final class RouteSum {

        private long[] responses = {};
        private long requestBytes;
        private long responseBytes;
        private final Histogram latency = LatencyRecorder.emptySum();

        void add(RouteMeter.RouteCount count) {
            responses = Arrays.copyOf(responses, count.responses().length);
            Arrays.setAll(responses, i -> responses[i] + count.responses()[i]);
            requestBytes += count.requestBytes();
            responseBytes += count.responseBytes();
            count.meter().latency().addIdleTo(latency);
        }

        RouteTraffic traffic(String name) {
            return new RouteTraffic(
                    name, Arrays.stream(responses).boxed().toList(), requestBytes, responseBytes, latency);
        }
    }
}
