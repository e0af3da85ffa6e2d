package io.sluice.controlplane.admin;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyBookTest {

    private static final int RING = 3;
    private final LatencyBook book = new LatencyBook(RING, 1 << 20, at(0));

    @Test
    void sumsTotalsOverIntervals() {
        book.add("a", of(100));
        book.close(at(5), Set.of("a"));
        book.add("a", of(200, 300));

        assertThat(totals().get("a").count()).isEqualTo(3);
        assertThat(totals().get("a").maxMicros()).isEqualTo(300);
    }

    @Test
    void sumsOnlyTheLastPart() {
        book.add("a", of(100));
        book.close(at(5), Set.of("a"));
        book.add("a", of(200));
        book.close(at(10), Set.of("a"));
        book.add("a", of(300));

        assertThat(book.since(at(5), all -> true).get("a").getTotalCount()).isEqualTo(2);
        assertThat(book.since(at(6), all -> true).get("a").getTotalCount()).isEqualTo(2);
        assertThat(book.since(at(10), all -> true).get("a").getTotalCount()).isEqualTo(1);
        assertThat(book.startSince(at(6))).isEqualTo(at(5));
        assertThat(book.startSince(at(10))).isEqualTo(at(10));
    }

    @Test
    void keepsNoMoreIntervalsThanItsRingHas() {
        for (int i = 1; i <= 10; i++) {
            book.add("a", of(i));
            book.close(at(i * 5), Set.of("a"));
        }

        assertThat(book.closedSince(at(0))).hasSize(RING);
        assertThat(totals().get("a").count()).isEqualTo(10);
    }

    @Test
    void theOldestIntervalsMakeRoomWhenBytesAreScarce() {
        LatencyBook small = new LatencyBook(100, 200, at(0));
        for (int i = 1; i <= 10; i++) {
            small.add("a", of(i * 1000L, i * 2000L, i * 30_000L));
            small.close(at(i * 5), Set.of("a"));
        }

        long bytes = small.closedSince(at(0)).stream()
                .mapToLong(LatencyBook.Interval::bytes)
                .sum();
        assertThat(bytes).isLessThanOrEqualTo(200);
        assertThat(small.closedSince(at(0))).isNotEmpty();
    }

    @Test
    void forgetsNamesThatAreGone() {
        book.add("gone", of(100));
        book.close(at(5), Set.of());
        book.close(at(10), Set.of());

        assertThat(totals()).isEmpty();
    }

    @Test
    void keepsNothingOfNamesWithoutTraffic() {
        book.add("idle", of());

        assertThat(totals()).isEmpty();
    }

    private Map<String, LatencySummary> totals() {
        Map<String, LatencySummary> totals = new HashMap<>();
        book.forEachTotal(all -> true, totals::put);
        return totals;
    }

    private static Histogram of(long... micros) {
        Histogram histogram = new Histogram(3);
        for (long value : micros) {
            histogram.recordValue(value);
        }
        return histogram;
    }

    private static Instant at(long seconds) {
        return Instant.ofEpochSecond(seconds);
    }
}
