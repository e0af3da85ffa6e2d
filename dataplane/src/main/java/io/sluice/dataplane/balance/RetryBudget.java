package io.sluice.dataplane.balance;

import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.loop.OnLoop;

/// How many requests of one cluster may be sent again: one for five that came, and ten a second whatever came.
/// When every endpoint fails, retries would else multiply the load that they suffer from.
@OnLoop
final class RetryBudget {

    /// Requests that earn one retry.
    private static final int PRICE = 5;

    /// What can be saved up, in requests: the retries of one outage.
    private static final int MAX_EARNED = 1000 * PRICE;

    private static final int FREE_PER_SECOND = 10;
    private static final long FREE_NANOS = TimeUnit.SECONDS.toNanos(1) / FREE_PER_SECOND;

    private int earned;
    private long freeFromNanos; // each free retry moves it on

    RetryBudget(long nowNanos) {
        freeFromNanos = nowNanos - FREE_PER_SECOND * FREE_NANOS;
    }

    void onRequest() {
        if (earned < MAX_EARNED) {
            earned++;
        }
    }

    /// Takes one retry; false: there is none left.
    boolean tryTake(long nowNanos) {
        long oldest = nowNanos - FREE_PER_SECOND * FREE_NANOS;
        if (freeFromNanos - oldest < 0) {
            freeFromNanos = oldest;
        }
        if (nowNanos - freeFromNanos >= FREE_NANOS) {
            freeFromNanos += FREE_NANOS;
            return true;
        }
        if (earned < PRICE) {
            return false;
        }
        earned -= PRICE;
        return true;
    }
}
