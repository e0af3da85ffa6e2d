package io.sluice.perf.hostile;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Every kind of hostile answer once, against the whole product.
class HostileIT {

    private static final int KINDS = 42;

    @Test
    void noAnswerHarmsAnotherExchange(@TempDir Path folder) throws Exception {
        assertThat(HostileAnswers.all()).hasSizeGreaterThanOrEqualTo(KINDS);

        HostileOutcome outcome = Hostile.sluice(folder, 0);

        assertThat(outcome.alive()).isTrue();
        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.lostInnocents()).isZero();
        assertThat(outcome.innocents().count(Judgement.PASSED)).isPositive();
    }
}
