package io.sluice.controlplane.admin;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/// Latencies by name (of routes, or of clusters): totals since start and a ring of closed intervals. Not thread-safe.
///
/// Totals are packed and closed intervals are encoded, since most histograms of many are sparse: what a name costs
/// grows with the distinct values that it saw, not with the range that it might see.
final class LatencyBook {

    private final int ringIntervals;
    private final long ringBytes;
    private final Map<String, Series> series = new TreeMap<>();
    private final Deque<Interval> ring = new ArrayDeque<>();
    private long usedBytes;
    private Instant openSince;

    /// @param ringIntervals closed intervals kept
    /// @param ringBytes all of them together, encoded; the oldest make room
    LatencyBook(int ringIntervals, long ringBytes, Instant now) {
        this.ringIntervals = ringIntervals;
        this.ringBytes = ringBytes;
        this.openSince = now;
    }

    void add(String name, Histogram latencies) {
        if (latencies.getTotalCount() == 0) {
            return;
        }
        series.computeIfAbsent(name, n -> new Series(latencies.getNumberOfSignificantValueDigits()))
                .add(latencies);
    }

    Instant openSince() {
        return openSince;
    }

    /// Closes the open interval. Names that are not among the given and saw nothing since are forgotten.
    void close(Instant now, Set<String> current) {
        Map<String, byte[]> encoded = new HashMap<>();
        series.forEach((name, one) -> {
            if (one.open != null) {
                encoded.put(name, encode(one.open));
                one.open = null;
            }
        });
        series.keySet().removeIf(name -> !current.contains(name) && !encoded.containsKey(name));
        push(new Interval(openSince, now, encoded));
        openSince = now;
    }

    /// Totals since start, by name.
    void forEachTotal(Predicate<String> wanted, BiConsumer<String, LatencySummary> action) {
        series.forEach((name, one) -> {
            if (wanted.test(name)) {
                action.accept(name, one.summary());
            }
        });
    }

    /// Copies of the totals, by name.
    Map<String, AbstractHistogram> totals(Predicate<String> wanted) {
        Map<String, AbstractHistogram> copies = new TreeMap<>();
        series.forEach((name, one) -> {
            if (wanted.test(name)) {
                copies.put(name, one.total.copy());
            }
        });
        return copies;
    }

    /// The sum of the open interval and of those closed that reach beyond `from`: whole intervals, so a little more
    /// than
    /// was asked for.
    Map<String, AbstractHistogram> since(Instant from, Predicate<String> wanted) {
        Map<String, AbstractHistogram> sums = new TreeMap<>();
        for (Interval interval : closedSince(from)) {
            interval.decode(wanted).forEach((name, part) -> sum(sums, name, part));
        }
        series.forEach((name, one) -> {
            if (one.open != null && wanted.test(name)) {
                sum(sums, name, one.open);
            }
        });
        return sums;
    }

    /// Where the sum of [#since] begins.
    Instant startSince(Instant from) {
        List<Interval> closed = closedSince(from);
        return closed.isEmpty() ? openSince : closed.getFirst().start();
    }

    /// Closed intervals that reach beyond `from`, oldest first.
    List<Interval> closedSince(Instant from) {
        return ring.stream().filter(interval -> interval.end().isAfter(from)).toList();
    }

    private static void sum(Map<String, AbstractHistogram> sums, String name, AbstractHistogram part) {
        sums.computeIfAbsent(name, n -> new Histogram(part.getNumberOfSignificantValueDigits()))
                .add(part);
    }

    private void push(Interval interval) {
        ring.addLast(interval);
        usedBytes += interval.bytes();
        while (ring.size() > ringIntervals || (usedBytes > ringBytes && ring.size() > 1)) {
            usedBytes -= ring.removeFirst().bytes();
        }
    }

    private static byte[] encode(AbstractHistogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        return Arrays.copyOf(buffer.array(), length);
    }

    /// What was recorded from start to end.
    ///
    /// @param encoded HdrHistogram's V2 encoding by name; not deflated, which costs much and saves little here
    record Interval(Instant start, Instant end, Map<String, byte[]> encoded) {

        long bytes() {
            return encoded.values().stream().mapToLong(bytes -> bytes.length).sum();
        }

        Map<String, Histogram> decode(Predicate<String> wanted) {
            Map<String, Histogram> decoded = new TreeMap<>();
            encoded.forEach((name, bytes) -> {
                if (wanted.test(name)) {
                    decoded.put(name, Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 0));
                }
            });
            return decoded;
        }
    }

    private static final class Series {
        private final PackedHistogram total;
        private @Nullable PackedHistogram open;
        private @Nullable LatencySummary summary;

        Series(int digits) {
            total = new PackedHistogram(digits);
        }

        void add(Histogram latencies) {
            total.add(latencies);
            if (open == null) {
                open = new PackedHistogram(total.getNumberOfSignificantValueDigits());
            }
            open.add(latencies);
            summary = null;
        }

        LatencySummary summary() {
            if (summary == null) {
                summary = LatencySummary.of(total);
            }
            return summary;
        }
    }
}
