package io.sluice.controlplane.admin;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.sluice.controlplane.publish.DiscoveryLag;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramLogWriter;

/// `/latency`: JSON, or the formats of HdrHistogram's own tools.
final class LatencyPage {

    private static final int HGRM_TICKS_PER_HALF_DISTANCE = 5;

    private final TrafficHistory traffic;
    private final DiscoveryLag lag;

    LatencyPage(TrafficHistory traffic, DiscoveryLag lag) {
        this.lag = lag;
        this.traffic = traffic;
    }

    AdminResponse answer(AdminRequest request) {
        Query query = Query.of(request);
        return switch (request.parameter("format").orElse("json")) {
            case "json" -> AdminResponse.json(traffic.read(reading -> json(reading, query)));
            case "hgrm" -> text(traffic.read(reading -> hgrm(reading, query)));
            case "hlog" -> text(traffic.read(reading -> hlog(reading, query)));
            default -> throw new IllegalArgumentException("format is json, hgrm or hlog");
        };
    }

    private static AdminResponse text(byte[] body) {
        return new AdminResponse(200, "text/plain; charset=utf-8", body);
    }

    private Map<String, Object> json(TrafficHistory.Reading reading, Query query) {
        List<Object> routes = new ArrayList<>();
        List<Object> clusters = new ArrayList<>();
        query.summaries(reading.routes(), reading.at(), query.routes())
                .forEach((name, summary) -> routes.add(percentiles("route", name, summary)));
        query.summaries(reading.clusters(), reading.at(), query.clusters())
                .forEach((name, summary) -> clusters.add(percentiles("cluster", name, summary)));
        Map<String, Object> document = Json.object("generation", reading.cut().generation(), "unit", "microseconds");
        query.interval()
                .ifPresent(interval -> document.put(
                        "from",
                        reading.routes()
                                .startSince(reading.at().minus(interval))
                                .toString()));
        document.put("to", reading.at().toString());
        document.put("complete", reading.cut().complete());
        document.put("routes", routes);
        document.put("clusters", clusters);
        document.put(
                "discovery", lag.entries().stream().map(LatencyPage::discovery).toList());
        document.put("discovery_ahead", lag.ahead());
        return document;
    }

    /// Of the swarm's own changes, since the start.
    private static Map<String, Object> discovery(DiscoveryLag.Entry entry) {
        Map<String, Object> document = percentiles("of", entry.of(), LatencySummary.of(entry.micros()));
        document.put("stage", entry.stage().text());
        return document;
    }

    private static Map<String, Object> percentiles(String kind, String name, LatencySummary summary) {
        Map<String, Object> document = Json.object(kind, name, "count", summary.count());
        for (int i = 0; i < LatencySummary.PERCENTILES.length; i++) {
            String label = String.valueOf(LatencySummary.PERCENTILES[i]).replaceFirst("\\.0$", "");
            document.put("p" + label, summary.percentiles()[i]);
        }
        document.put("max", summary.maxMicros());
        document.put("mean", Math.round(summary.meanMicros() * 10) / 10.0);
        return document;
    }

    private byte[] hgrm(TrafficHistory.Reading reading, Query query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            query.histograms(reading.routes(), reading.at(), query.routes())
                    .forEach((name, histogram) -> hgrm(out, "route", name, histogram));
            query.histograms(reading.clusters(), reading.at(), query.clusters())
                    .forEach((name, histogram) -> hgrm(out, "cluster", name, histogram));
            lag.entries().forEach(entry -> hgrm(out, "discovery", entry.of() + " " + entry.stage(), entry.micros()));
        }
        return bytes.toByteArray();
    }

    private static void hgrm(PrintStream out, String kind, String name, AbstractHistogram histogram) {
        out.println("#[" + kind + " " + singleLine(name) + ", microseconds]");
        histogram.outputPercentileDistribution(out, HGRM_TICKS_PER_HALF_DISTANCE, 1.0, false);
        out.println();
    }

    private static byte[] hlog(TrafficHistory.Reading reading, Query query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputComment("[Latencies in microseconds; tags are route=NAME and cluster=NAME]");
            writer.outputLogFormatVersion();
            writer.outputLegend();
            Instant from = query.interval().map(reading.at()::minus).orElse(Instant.EPOCH);
            hlog(writer, "route=", reading.routes().closedSince(from), query.routes());
            hlog(writer, "cluster=", reading.clusters().closedSince(from), query.clusters());
        }
        return bytes.toByteArray();
    }

    private static void hlog(
            HistogramLogWriter writer, String prefix, List<LatencyBook.Interval> intervals, Predicate<String> wanted) {
        for (LatencyBook.Interval interval : intervals) {
            double start = interval.start().toEpochMilli() / 1000.0;
            double end = interval.end().toEpochMilli() / 1000.0;
            interval.decode(wanted).forEach((name, histogram) -> {
                histogram.setTag(tag(prefix + name));
                writer.outputIntervalHistogram(start, end, histogram, 1.0);
            });
        }
    }

    /// The log format ends a tag at a comma, and its readers at white space.
    private static String tag(String name) {
        return singleLine(name).replaceAll("[,\\s]", "_");
    }

    private static String singleLine(String name) {
        return name.replaceAll("\\p{Cntrl}", "_");
    }

    /// @param interval the last part of the time that is known; empty: all since start
    private record Query(Optional<Duration> interval, Predicate<String> routes, Predicate<String> clusters) {

        static Query of(AdminRequest request) {
            boolean onlyRoutes = !request.parameters("route").isEmpty()
                    && request.parameters("cluster").isEmpty();
            boolean onlyClusters = !request.parameters("cluster").isEmpty()
                    && request.parameters("route").isEmpty();
            return new Query(
                    request.duration("interval"),
                    onlyClusters ? none -> false : request.filter("route"),
                    onlyRoutes ? none -> false : request.filter("cluster"));
        }

        Map<String, LatencySummary> summaries(LatencyBook book, Instant now, Predicate<String> wanted) {
            Map<String, LatencySummary> summaries = new TreeMap<>();
            if (interval.isEmpty()) {
                book.forEachTotal(wanted, summaries::put);
            } else {
                histograms(book, now, wanted).forEach((name, one) -> summaries.put(name, LatencySummary.of(one)));
            }
            return summaries;
        }

        Map<String, AbstractHistogram> histograms(LatencyBook book, Instant now, Predicate<String> wanted) {
            return interval.map(last -> book.since(now.minus(last), wanted)).orElseGet(() -> book.totals(wanted));
        }
    }
}
