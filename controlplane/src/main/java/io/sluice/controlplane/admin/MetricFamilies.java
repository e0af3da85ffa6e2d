package io.sluice.controlplane.admin;

import java.util.Map;
import java.util.TreeMap;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/// Collects points by family for one scrape. Names are given as Prometheus shows them.
final class MetricFamilies {

    private static final double MICROS_PER_SECOND = 1e6;

    private final Map<String, CounterSnapshot.Builder> counters = new TreeMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
    private final Map<String, HistogramSnapshot.Builder> histograms = new TreeMap<>();

    /// @param name ends with `_total`, which the format's writer adds again
    void counter(String name, String help, Number value, Labels labels) {
        String base = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
        counters.computeIfAbsent(base, n -> CounterSnapshot.builder().name(base).help(help))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(value.doubleValue())
                        .labels(labels)
                        .build());
    }

    void gauge(String name, String help, Number value, Labels labels) {
        gauges.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(name).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value.doubleValue())
                        .labels(labels)
                        .build());
    }

    void gauge(String name, String help, Number value) {
        gauge(name, help, value, Labels.EMPTY);
    }

    /// @param name ends with `_seconds`
    void latency(String name, String help, LatencySummary summary, Labels labels) {
        histograms
                .computeIfAbsent(
                        name, n -> HistogramSnapshot.builder().name(name).help(help))
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets(summary))
                        .sum(summary.sumMicros() / MICROS_PER_SECOND)
                        .labels(labels)
                        .build());
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.values().forEach(family -> all.metricSnapshot(family.build()));
        gauges.values().forEach(family -> all.metricSnapshot(family.build()));
        histograms.values().forEach(family -> all.metricSnapshot(family.build()));
        return all.build();
    }

    /// The library wants counts per bucket, not cumulative ones.
    private static ClassicHistogramBuckets buckets(LatencySummary summary) {
        int finite = LatencySummary.BUCKET_MICROS.length;
        double[] bounds = new double[finite + 1];
        long[] counts = new long[finite + 1];
        long below = 0;
        for (int i = 0; i < finite; i++) {
            bounds[i] = LatencySummary.BUCKET_MICROS[i] / MICROS_PER_SECOND;
            counts[i] = summary.buckets()[i] - below;
            below = summary.buckets()[i];
        }
        bounds[finite] = Double.POSITIVE_INFINITY;
        counts[finite] = summary.count() - below;
        return ClassicHistogramBuckets.of(bounds, counts);
    }
}
