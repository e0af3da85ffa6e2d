package io.sluice.dataplane.balance;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// R-POOL-3: one retry for five requests, and ten a second.
class RetryBudgetTest {

    private long now = TimeUnit.DAYS.toNanos(1);
    private final RetryBudget budget = new RetryBudget(now);

    private int taken() {
        int taken = 0;
        while (budget.tryTake(now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void givesTenASecond() {
        assertThat(taken()).isEqualTo(10);
        now += TimeUnit.MILLISECONDS.toNanos(500);
        assertThat(taken()).isEqualTo(5);
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(taken()).isEqualTo(10);
    }

    @Test
    void givesOneForFiveRequests() {
        taken();
        for (int i = 0; i < 100; i++) {
            budget.onRequest();
        }

        assertThat(taken()).isEqualTo(20);
    }

    @Test
    void savesUpSoMuchAndNoMore() {
        taken();
        for (int i = 0; i < 1_000_000; i++) {
            budget.onRequest();
        }

        assertThat(taken()).isEqualTo(1000);
    }
}
