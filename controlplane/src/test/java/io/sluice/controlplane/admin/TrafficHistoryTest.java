package io.sluice.controlplane.admin;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficHistoryTest {

    private Instant now = Instant.EPOCH;
    private final FakeTraffic source = new FakeTraffic("web@a.test/", "web");
    private final TrafficHistory history = new TrafficHistory(source, () -> now);

    @Test
    void manyReadersTakeOneCut() {
        history.read(TrafficHistory.Reading::cut);
        history.read(TrafficHistory.Reading::cut);

        assertThat(source.cuts()).isEqualTo(1);
    }

    @Test
    void aReaderGetsAFreshCutAfterAWhile() {
        history.read(TrafficHistory.Reading::cut);
        now = now.plus(TrafficHistory.MAX_AGE);

        history.read(TrafficHistory.Reading::cut);

        assertThat(source.cuts()).isEqualTo(2);
    }

    @Test
    void readingBetweenTicksLosesNoLatency() {
        for (int i = 0; i < 30; i++) {
            now = now.plus(Duration.ofSeconds(1));
            history.read(TrafficHistory.Reading::cut);
        }

        long recorded = history.read(reading ->
                reading.routes().totals(all -> true).get("web@a.test/").getTotalCount());
        long inRing = history.read(reading -> reading.routes()
                .since(Instant.EPOCH, all -> true)
                .get("web@a.test/")
                .getTotalCount());
        assertThat(recorded).isEqualTo(source.cuts()).isEqualTo(inRing);
        assertThat((int) history.read(
                        reading -> reading.routes().closedSince(Instant.EPOCH).size()))
                .isEqualTo(6);
    }
}
