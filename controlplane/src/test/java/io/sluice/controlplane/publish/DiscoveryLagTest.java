package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import io.sluice.controlplane.publish.DiscoveryLag.Entry;
import io.sluice.controlplane.publish.DiscoveryLag.Stage;
import io.sluice.controlplane.publish.StateMoment.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryLagTest {

    private static final Instant START = Instant.ofEpochSecond(1_000_000);
    private static final StateMoment TASK = new StateMoment(Kind.TASK, START);

    private final DiscoveryLag lag = new DiscoveryLag();

    @Test
    void keepsTasksAndServicesApart() {
        lag.onPublishing(List.of(TASK, new StateMoment(Kind.SERVICE, START.plusMillis(100))));
        lag.onPublished(START.plusMillis(300));

        assertThat(micros(Stage.PUBLISHED, "task")).isEqualTo(300_000);
        assertThat(micros(Stage.PUBLISHED, "service")).isEqualTo(200_000);
        assertThat(lag.entries()).hasSize(2);
    }

    /// R-CP: clocks of nodes are never quite the same.
    @Test
    void whatSeemsToBeOfTheFutureIsNoLagAndIsCounted() {
        lag.onPublishing(List.of(TASK));
        lag.onPublished(START.minusSeconds(5));

        assertThat(micros(Stage.PUBLISHED, "task")).isZero();
        assertThat(lag.ahead()).isEqualTo(1);
    }

    @Test
    void longerLagsThanAnHourCountAsOne() {
        lag.onPublishing(List.of(TASK));
        lag.onPublished(START.plus(Duration.ofDays(400 * 365)));

        assertThat(micros(Stage.PUBLISHED, "task")).isEqualTo(3_600_000_000L);
        assertThat(lag.ahead()).isZero();
    }

    @Test
    void changesAreServedWhenEveryProxyHasTheirSnapshot() {
        offer("one", TASK);
        lag.onServed("zero", START.plusMillis(50));
        assertThat(served()).isZero();

        lag.onServed("one", START.plusMillis(80));

        assertThat(micros(Stage.SERVED, "task")).isEqualTo(80_000);
    }

    /// Proxies may be faster than the thread that tells what it offered.
    @Test
    void anAcknowledgementMayComeFirst() {
        lag.onPublishing(List.of(TASK));
        lag.onServed("one", START.plusMillis(80));
        assertThat(served()).isZero();

        lag.onOffered("one");

        assertThat(micros(Stage.SERVED, "task")).isEqualTo(80_000);
    }

    /// A slow proxy is sent only the latest.
    @Test
    void aLaterSnapshotServesEarlierChangesToo() {
        offer("one", TASK);
        offer("two", new StateMoment(Kind.SERVICE, START));

        lag.onServed("two", START.plusMillis(500));

        assertThat(micros(Stage.SERVED, "task")).isEqualTo(500_000);
        assertThat(micros(Stage.SERVED, "service")).isEqualTo(500_000);
    }

    @Test
    void remembersOnlySoManyThatNobodyServes() {
        for (int i = 0; i < 3; i++) {
            lag.onPublishing(Collections.nCopies(DiscoveryLag.MAX_WAITING / 2, TASK));
            lag.onOffered("id " + i);
        }

        lag.onServed("id 2", START.plusSeconds(1));

        assertThat(served()).isEqualTo(DiscoveryLag.MAX_WAITING);
    }

    private void offer(String id, StateMoment change) {
        lag.onPublishing(List.of(change));
        lag.onOffered(id);
        lag.onPublished(START.plusMillis(10));
    }

    private long served() {
        return lag.entries().stream()
                .filter(entry -> entry.stage() == Stage.SERVED)
                .mapToLong(entry -> entry.micros().getTotalCount())
                .sum();
    }

    /// To the histogram's precision.
    private long micros(Stage stage, String of) {
        Entry entry = lag.entries().stream()
                .filter(one -> one.stage() == stage && one.of().equals(of))
                .findFirst()
                .orElseThrow();
        long max = entry.micros().getMaxValue();
        for (long expected : new long[] {0, 80_000, 200_000, 300_000, 500_000, 3_600_000_000L}) {
            if (entry.micros().valuesAreEquivalent(max, expected)) {
                return expected;
            }
        }
        return max;
    }
}
