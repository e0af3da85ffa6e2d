package io.sluice.controlplane.health;

import java.time.Duration;
import java.time.Instant;

import io.sluice.controlplane.health.EndpointHealth.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointHealthTest {

    private static final Instant START = Instant.EPOCH;

    private Instant now = START;
    private EndpointHealth health = EndpointHealth.unknown(Targets.target("web", 1), START);

    @Test
    void isPendingUntilACheckPassed() {
        assertThat(health.verdict()).isEqualTo(Verdict.PENDING);

        check(Targets.passed());

        assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(health.lastPassed()).contains(now);
        assertThat(health.took()).isEqualTo(Duration.ofMillis(3));
    }

    /// R-POOL-4: 2 fall, 1 rise.
    @Test
    void twoFailuresMakeUnhealthyAndOneSuccessHealthy() {
        check(Targets.passed());

        check(Targets.failed());
        assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
        check(Targets.failed());
        assertThat(health.verdict()).isEqualTo(Verdict.UNHEALTHY);
        check(Targets.passed());
        assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aSuccessBetweenFailuresStartsTheCountAgain() {
        check(Targets.passed());
        check(Targets.failed());
        check(Targets.passed());
        check(Targets.failed());

        assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(health.failedInRow()).isEqualTo(1);
    }

    @Test
    void aNewEndpointThatFailsTwiceIsUnhealthy() {
        check(Targets.failed());
        assertThat(health.verdict()).isEqualTo(Verdict.PENDING);
        check(Targets.failed());

        assertThat(health.verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(health.lastPassed()).isEmpty();
    }

    @Test
    void tellsSinceWhenAndWhy() {
        check(Targets.passed());
        check(Targets.failed());
        check(Targets.failed());
        Instant fell = now;
        check(Targets.failed());

        assertThat(health.since()).isEqualTo(fell);
        assertThat(health.error()).isEqualTo("status 500, not 200-399");
        assertThat(health.failedInRow()).isEqualTo(3);
    }

    @Test
    void aPassedCheckForgetsTheError() {
        check(Targets.failed());
        check(Targets.passed());

        assertThat(health.error()).isEmpty();
    }

    @Test
    void whatThisHostCouldNotDoIsNotHeldAgainstTheEndpoint() {
        check(Targets.passed());
        Instant rose = now;

        check(new CheckResult(Outcome.SKIPPED, "no socket can be had", Duration.ZERO));
        check(new CheckResult(Outcome.SKIPPED, "no socket can be had", Duration.ZERO));

        assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(health.since()).isEqualTo(rose);
        assertThat(health.failedInRow()).isZero();
        assertThat(health.error()).isEqualTo("no socket can be had");
    }

    private void check(CheckResult result) {
        now = now.plusSeconds(5);
        health = health.after(result, now);
    }
}
