package io.sluice.dataplane.balance;

import java.time.Duration;

import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.snapshot.CompiledCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// When an endpoint that owes answers is left out, and when it comes back (F5).
class SilenceTest {

    private static final Duration SILENCE = Duration.ofMillis(800);
    private static final Duration BIT = Duration.ofMillis(1);

    private final Balances balances = new Balances();
    private final CompiledCluster cluster = balances.publish(Balances.endpoints(4));

    @Test
    void leavesOutWhoeverOwesAnswersForTooLong() {
        owe(0);
        balances.pass(SILENCE);
        assertThat(isLeftOut(0)).isFalse();

        balances.pass(BIT);
        assertThat(isLeftOut(0)).isTrue();
        assertThat(balances.picks(cluster, 30)).containsExactly(0, 10, 10, 10);
    }

    @Test
    void anyAnswerBringsItBack() {
        owe(0);
        owe(0);
        balances.pass(SILENCE.plus(BIT));
        assertThat(isLeftOut(0)).isTrue();

        assertThat(answer(0, SILENCE)).isTrue();
        assertThat(balances.picks(cluster, 40)).containsExactly(10, 10, 10, 10);
    }

    @Test
    void anyAnswerShowsThatItIsNotFrozen() {
        owe(0);
        owe(0);
        balances.pass(SILENCE);
        answer(0, BIT);
        balances.pass(BIT);

        assertThat(isLeftOut(0)).isFalse();
    }

    /// Nobody would be left whose answer could bring it back.
    @Test
    void comesBackWhenNobodyWaitsForItAnyMore() {
        owe(0);
        balances.pass(SILENCE.plus(BIT));
        isLeftOut(0);

        assertThat(balances.loads().cluster(cluster).onForgiven(balances.load(cluster, 0)))
                .isTrue();
        assertThat(balances.picks(cluster, 40)).containsExactly(10, 10, 10, 10);
    }

    /// One request finds out whether it is still frozen; the others need not wait with it.
    @Test
    void oneRequestFindsOut() {
        owe(0);
        balances.pass(SILENCE.plus(BIT));
        isLeftOut(0);
        balances.loads().cluster(cluster).onForgiven(balances.load(cluster, 0));

        assertThat(isLeftOut(0)).as("nobody waits").isFalse();
        owe(0);
        assertThat(isLeftOut(0)).as("somebody waits").isTrue();
        answer(0, BIT);
        owe(0);
        assertThat(isLeftOut(0)).as("it has answered").isFalse();
    }

    @Test
    void slowByNatureIsNotSilent() {
        owe(0);
        balances.pass(SILENCE);
        answer(0, SILENCE);
        owe(0);
        balances.pass(SILENCE.multipliedBy(4));
        assertThat(isLeftOut(0)).isFalse();

        balances.pass(BIT);
        assertThat(isLeftOut(0)).isTrue();
    }

    /// Else a second freeze soon after a long one would be noticed late.
    @Test
    void whoWaitedThroughSilenceDoesNotMakeItSlow() {
        Duration freeze = Duration.ofSeconds(30);
        owe(0);
        owe(0);
        balances.pass(SILENCE.plus(BIT));
        assertThat(isLeftOut(0)).isTrue();
        balances.pass(freeze);
        answer(0, freeze);
        answer(0, freeze);

        owe(0);
        balances.pass(SILENCE.plus(BIT));
        assertThat(isLeftOut(0)).isTrue();
    }

    @Test
    void idleIsNotSilent() {
        owe(0);
        answer(0, BIT);
        balances.pass(Duration.ofDays(1));

        assertThat(isLeftOut(0)).isFalse();
    }

    /// A service whose endpoints all take long is slow, not frozen.
    @Test
    void neverLeavesOutMoreThanHalf() {
        for (int i = 0; i < 4; i++) {
            owe(i);
        }
        balances.pass(SILENCE.plus(BIT));

        assertThat(isLeftOut(0)).isTrue();
        assertThat(isLeftOut(1)).isTrue();
        assertThat(isLeftOut(2)).isFalse();
        assertThat(balances.picks(cluster, 40)).containsExactly(0, 0, 20, 20);
    }

    /// A session is worth more than a second: it moves when its requests fail.
    @Test
    void sessionsStay() {
        Balances sticky = new Balances().affinity(new Affinity.AppCookie("session"));
        CompiledCluster bound = sticky.publish(Balances.endpoints(2));
        sticky.load(bound, 0).onOwed(sticky.loads().nanos());
        sticky.pass(SILENCE.plus(BIT));

        assertThat(sticky.loads().cluster(bound).tryLeaveOutSilent(sticky.load(bound, 0)))
                .isFalse();
    }

    @Test
    void unreachableWhenEveryConnectFailed() {
        ClusterLoad load = balances.loads().cluster(cluster);
        for (int i = 0; i < 4; i++) {
            assertThat(load.isUnreachable()).isFalse();
            balances.load(cluster, i).onConnectFailure();
        }
        assertThat(load.isUnreachable()).isTrue();

        balances.load(cluster, 2).onSuccess();
        assertThat(load.isUnreachable()).isFalse();
    }

    private void owe(int position) {
        balances.load(cluster, position).onOwed(balances.loads().nanos());
    }

    private boolean answer(int position, Duration after) {
        return balances.loads().cluster(cluster).onAnswer(balances.load(cluster, position), after.toNanos());
    }

    private boolean isLeftOut(int position) {
        return balances.loads().cluster(cluster).tryLeaveOutSilent(balances.load(cluster, position));
    }
}
