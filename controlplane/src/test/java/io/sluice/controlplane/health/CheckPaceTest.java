package io.sluice.controlplane.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckPaceTest {

    /// The middle of every range: no jitter.
    private final CheckPace pace = new CheckPace(always(0.5));

    private EndpointHealth health = EndpointHealth.unknown(Targets.target("web", 1), Instant.EPOCH);

    @Test
    void asksHealthyEndpointsOncePerInterval() {
        pass();

        assertThat(wait(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void jitterStaysWithinItsShare() {
        pass();
        long interval = Duration.ofSeconds(5).toNanos();
        CheckPace jittering = new CheckPace(new Random(42));

        for (int i = 0; i < 10_000; i++) {
            assertThat(jittering.waitNanos(Targets.CHECK, health))
                    .isBetween(Math.round(interval * 0.85), Math.round(interval * 1.15));
        }
        assertThat(new CheckPace(always(0)).waitNanos(Targets.CHECK, health)).isEqualTo(Math.round(interval * 0.85));
        assertThat(new CheckPace(always(1)).waitNanos(Targets.CHECK, health)).isEqualTo(Math.round(interval * 1.15));
    }

    @Test
    void asksAStartingEndpointSoonAndThenLessOften() {
        assertThat(waitAfterOneMoreFailure()).hasMillis(500);
        assertThat(waitAfterOneMoreFailure()).hasMillis(1_000);
        assertThat(waitAfterOneMoreFailure()).hasMillis(2_000);
        assertThat(waitAfterOneMoreFailure()).hasMillis(4_000);
        assertThat(waitAfterOneMoreFailure()).hasMillis(5_000);
        assertThat(waitAfterOneMoreFailure()).hasMillis(5_000);
    }

    @Test
    void asksAnEndpointThatFailsNoMoreOftenThanAHealthyOne() {
        pass();

        for (int i = 0; i < CheckPace.PATIENCE; i++) {
            assertThat(waitAfterOneMoreFailure()).hasSeconds(5);
        }
    }

    @Test
    void backsOffFromWhatStaysDownUpToSixIntervals() {
        pass();
        fail(CheckPace.PATIENCE);

        assertThat(waitAfterOneMoreFailure()).hasSeconds(10);
        assertThat(waitAfterOneMoreFailure()).hasSeconds(15);
        fail(1_000_000);
        assertThat(wait(Duration.ofSeconds(5))).hasSeconds(30);
        assertThat(wait(Duration.ofSeconds(1))).hasSeconds(6);
    }

    /// Or a recovery would be noticed later than is promised.
    @Test
    void waitsNoLongerThanTheLimitOrTheInterval() {
        fail(1_000);

        assertThat(wait(Duration.ofSeconds(20))).isEqualTo(CheckPace.MAX_WAIT);
        assertThat(wait(Duration.ofMinutes(5))).hasMinutes(5);
    }

    @Test
    void aRecoveryEndsTheBackOff() {
        fail(1_000);
        pass();

        assertThat(wait(Duration.ofSeconds(5))).hasSeconds(5);
    }

    private Duration waitAfterOneMoreFailure() {
        fail(1);
        return wait(Duration.ofSeconds(5));
    }

    private Duration wait(Duration interval) {
        return Duration.ofNanos(pace.waitNanos(Targets.every(interval), health));
    }

    private void pass() {
        health = health.after(Targets.passed(), Instant.EPOCH);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            health = health.after(Targets.failed(), Instant.EPOCH);
        }
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("only doubles are drawn");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
