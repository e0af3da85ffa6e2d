package io.sluice.controlplane.swarm;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShrinkGuardTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ShrinkGuard guard = new ShrinkGuard(10, Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({
        "10, 0, true",
        "10, 4, true",
        "10, 5, false",
        "10, 9, false",
        "9, 0, false",
        "21, 10, true",
        "21, 11, false",
        "0, 0, false",
        "100, 100, false"
    })
    void doubtsTheLossOfMoreThanHalf(int before, int after, boolean doubted) {
        assertThat(judge(before, after, 0).doubted()).isEqualTo(doubted);
    }

    @Test
    void doubtsAnEmptyState() {
        ShrinkGuard.Verdict verdict = guard.judge(States.of(12), SwarmState.EMPTY, 0);

        assertThat(verdict).isEqualTo(new ShrinkGuard.Verdict(true, 12, 12));
    }

    @Test
    void believesWhatLasts() {
        judge(12, 0, 5 * SECOND);

        assertThat(judge(12, 0, 15 * SECOND - 1).doubted()).isTrue();
        assertThat(judge(12, 0, 15 * SECOND).doubted()).isFalse();
    }

    @Test
    void doubtStartsAnewAfterANormalState() {
        judge(12, 0, 0);
        judge(12, 12, 5 * SECOND);

        judge(12, 0, 9 * SECOND);

        assertThat(judge(12, 0, 12 * SECOND).doubted()).isTrue();
    }

    @Test
    void doubtStartsAnewAfterAReset() {
        judge(12, 0, 0);
        guard.reset();

        assertThat(judge(12, 0, 12 * SECOND).doubted()).isTrue();
    }

    @Test
    void neverDelaysWhatEventsAnnounced() {
        for (int i = 0; i < 12; i++) {
            guard.onServiceEvent("s" + i, 0);
        }

        assertThat(judge(12, 0, SECOND).doubted()).isFalse();
    }

    @Test
    void countsOnlyWhatNoEventAnnounced() {
        for (int i = 0; i < 6; i++) {
            guard.onServiceEvent("s" + i, 0);
        }

        assertThat(judge(12, 0, SECOND).doubted()).isFalse();
        assertThat(judge(13, 0, SECOND).doubted()).isTrue();
    }

    @Test
    void forgetsAnnouncementsOfLongAgo() {
        for (int i = 0; i < 12; i++) {
            guard.onServiceEvent("s" + i, 0);
        }

        assertThat(judge(12, 0, 61 * SECOND).doubted()).isTrue();
    }

    @Test
    void servicesWithoutRunningTasksAreNoLoss() {
        assertThat(guard.judge(States.of(30, 9), States.of(30, 0), 0).doubted()).isFalse();
    }

    private ShrinkGuard.Verdict judge(int before, int after, long nowNanos) {
        return guard.judge(States.of(before), States.of(before, after), nowNanos);
    }
}
