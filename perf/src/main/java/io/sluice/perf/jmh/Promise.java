package io.sluice.perf.jmh;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Something that the product says of its speed: one score of a run, as a share of another of the same run or as it
/// is, stays below a limit.
///
/// @param baseline empty: the score itself is judged
/// @param limit of the share, or of the score in its own unit
record Promise(String what, String score, String baseline, double limit) {

    static final List<Promise> ALL = List.of(
            new Promise(
                    "10,000 hosts against 10",
                    "RouterBenchmark.find routes=10000 spread=HOSTS",
                    "RouterBenchmark.find routes=10 spread=HOSTS",
                    2),
            new Promise(
                    "10,000 wildcards against 10",
                    "RouterBenchmark.find routes=10000 spread=WILDCARDS",
                    "RouterBenchmark.find routes=10 spread=WILDCARDS",
                    2),
            new Promise(
                    "10,000 path prefixes against 10",
                    "RouterBenchmark.find routes=10000 spread=PATHS",
                    "RouterBenchmark.find routes=10 spread=PATHS",
                    2),
            new Promise("10,000 services to a snapshot, ms", "SnapshotCompileBenchmark.whole", "", 500),
            new Promise(
                    "typical head against Netty's codec",
                    "HeadBenchmark.sluice head=TYPICAL",
                    "HeadBenchmark.nettyCodec head=TYPICAL",
                    1),
            new Promise(
                    "heavy head against Netty's codec",
                    "HeadBenchmark.sluice head=HEAVY",
                    "HeadBenchmark.nettyCodec head=HEAVY",
                    1));

    boolean isMeasured(Map<String, Double> scores) {
        return scores.containsKey(score) && (baseline.isEmpty() || scores.containsKey(baseline));
    }

    boolean isKept(Map<String, Double> scores) {
        return value(scores) <= limit;
    }

    String verdict(Map<String, Double> scores) {
        return String.format(
                Locale.ROOT,
                "%-40s %10.2f  (at most %.0f)  %s",
                what,
                value(scores),
                limit,
                isKept(scores) ? "kept" : "NOT KEPT");
    }

    private double value(Map<String, Double> scores) {
        double measured = scores.getOrDefault(score, Double.NaN);
        return baseline.isEmpty() ? measured : measured / scores.getOrDefault(baseline, Double.NaN);
    }
}
