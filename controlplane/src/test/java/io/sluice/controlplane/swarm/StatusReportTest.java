package io.sluice.controlplane.swarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusReportTest {
    private final List<SourceStatus> told = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final StatusReport report = new StatusReport("docker x", () -> now, told::add);

    @Test
    void tellsOncePerChange() {
        report.fresh();
        report.fresh();
        report.stale("gone");
        report.stale("gone");

        assertThat(told).extracting(SourceStatus::fresh).containsExactly(true, false);
    }

    @Test
    void staleSinceTheLastGoodReading() {
        report.fresh();
        now = Instant.ofEpochSecond(10);
        report.fresh();
        now = Instant.ofEpochSecond(15);

        report.stale("gone");
        now = Instant.ofEpochSecond(20);
        report.stale("refused");

        assertThat(told)
                .extracting(SourceStatus::since)
                .containsExactly(Instant.EPOCH, Instant.ofEpochSecond(10), Instant.ofEpochSecond(10));
        assertThat(told.getLast().detail()).isEqualTo("refused");
    }

    @Test
    void tellsWhenTheSourceChangedItsVersion() {
        report.fresh();
        report.onConnected("docker x (API 1.44)");
        report.fresh();

        assertThat(told).extracting(SourceStatus::source).containsExactly("docker x", "docker x (API 1.44)");
    }
}
