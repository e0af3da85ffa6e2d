package io.sluice.dataplane.balance;

import java.time.Duration;

import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// When an endpoint that fails is left out, and when it comes back (R-POOL-4).
class EjectionTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Balances balances = new Balances();
    private final CompiledCluster cluster = balances.publish(Balances.endpoints(4));

    @Test
    void leavesOutAfterFailuresInARow() {
        ClusterLoad load = balances.loads().cluster(cluster);
        EndpointLoad first = balances.load(cluster, 0);

        assertThat(load.onFailure(first)).isFalse();
        assertThat(load.onFailure(first)).isFalse();
        assertThat(balances.picks(cluster, 40)).containsExactly(10, 10, 10, 10);
        assertThat(load.onFailure(first)).isTrue();
        assertThat(balances.picks(cluster, 30)).containsExactly(0, 10, 10, 10);
    }

    @Test
    void successBeginsAnew() {
        ClusterLoad load = balances.loads().cluster(cluster);
        EndpointLoad first = balances.load(cluster, 0);
        load.onFailure(first);
        load.onFailure(first);
        first.onSuccess();

        assertThat(load.onFailure(first)).isFalse();
    }

    @Test
    void failuresFarApartDoNotCount() {
        ClusterLoad load = balances.loads().cluster(cluster);
        EndpointLoad first = balances.load(cluster, 0);
        load.onFailure(first);
        load.onFailure(first);
        balances.pass(TEN_SECONDS.plusNanos(1));

        assertThat(load.onFailure(first)).isFalse();
    }

    @Test
    void comesBackInTime() {
        balances.fail(cluster, 0);
        balances.pass(TEN_SECONDS.minusNanos(1));
        assertThat(balances.picks(cluster, 30)).containsExactly(0, 10, 10, 10);

        balances.pass(Duration.ofNanos(1));
        assertThat(balances.picks(cluster, 40)).containsExactly(10, 10, 10, 10);
    }

    @Test
    void oneFailureIsEnoughAfterwards() {
        balances.fail(cluster, 0);
        balances.pass(TEN_SECONDS);
        ClusterLoad load = balances.loads().cluster(cluster);

        assertThat(load.onFailure(balances.load(cluster, 0))).isTrue();
    }

    /// F11: twice as long each time, up to five minutes.
    @Test
    void staysOutLongerEachTime() {
        balances.fail(cluster, 0);
        long expected = 10;
        for (int i = 0; i < 8; i++) {
            EndpointLoad first = balances.load(cluster, 0);
            assertThat(Duration.ofNanos(
                            first.ejectedUntilNanos() - balances.loads().nanos()))
                    .isEqualTo(Duration.ofSeconds(expected));
            balances.pass(Duration.ofSeconds(expected));
            assertThat(balances.loads().cluster(cluster).onFailure(first)).isTrue();
            expected = Math.min(300, expected * 2);
        }
    }

    @Test
    void forgivesWhoServedAsLongAsItWasOut() {
        balances.fail(cluster, 0);
        balances.pass(TEN_SECONDS.multipliedBy(2).plusNanos(1));
        balances.pick(cluster);
        balances.load(cluster, 0).onSuccess();
        balances.fail(cluster, 0);

        long left =
                balances.load(cluster, 0).ejectedUntilNanos() - balances.loads().nanos();
        assertThat(Duration.ofNanos(left)).isEqualTo(TEN_SECONDS);
    }

    @Test
    void neverLeavesOutMoreThanAllowed() {
        assertThat(balances.fail(cluster, 0)).isTrue();
        assertThat(balances.fail(cluster, 1)).isTrue();
        assertThat(balances.fail(cluster, 2)).isFalse();
        assertThat(balances.picks(cluster, 40)).containsExactly(0, 0, 20, 20);
    }

    @Test
    void neverLeavesOutTheLast() {
        Balances all = new Balances().outliers(new OutlierPolicy(1, TEN_SECONDS, 100, false));
        CompiledCluster two = all.publish(Balances.endpoints(2));

        assertThat(all.fail(two, 0)).isTrue();
        assertThat(all.fail(two, 1)).isFalse();
        assertThat(all.picks(two, 10)).containsExactly(0, 10);
    }

    /// The healthy one is the last that can be picked.
    @Test
    void neverLeavesOutTheLastHealthyOne() {
        Balances all = new Balances().outliers(new OutlierPolicy(1, TEN_SECONDS, 100, false));
        CompiledCluster two = all.publish(Balances.endpoint(0), Balances.unhealthy(1));

        assertThat(all.fail(two, 0)).isFalse();
    }

    /// Acceptance 60: `max_fails` 0 means never.
    @Test
    void neverLeavesOutWhereMaxFailsIsZero() {
        Balances never = new Balances().outliers(new OutlierPolicy(0, TEN_SECONDS, 100, false));
        CompiledCluster two = never.publish(Balances.endpoints(2));

        for (int i = 0; i < 100; i++) {
            assertThat(never.loads().cluster(two).onFailure(never.load(two, 0))).isFalse();
        }
    }

    @Test
    void staysOutInNextGeneration() {
        balances.fail(cluster, 0);
        CompiledCluster next = balances.publish(Balances.endpoints(3));

        assertThat(balances.picks(next, 20)).containsExactly(0, 10, 10);
    }

    /// Rather an endpoint that failed than none.
    @Test
    void usesThoseLeftOutWhenNoOtherIsPublished() {
        balances.fail(cluster, 0);
        CompiledCluster next = balances.publish(Balances.endpoint(0));

        assertThat(balances.picks(next, 10)).containsExactly(10);
    }

    /// The number may be another endpoint's by then.
    @Test
    void doesNotBlameEndpointThatTookTheNumber() {
        balances.fail(cluster, 0);
        CompiledCluster next = balances.publish(
                new Endpoint[] {Balances.endpoint(9), Balances.endpoint(1), Balances.endpoint(2), Balances.endpoint(3)
                });

        assertThat(balances.picks(next, 40)).containsExactly(10, 10, 10, 10);
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void holdsForEveryPolicy(LbPolicy policy) {
        Balances some = Balances.of(policy);
        CompiledCluster four = some.publish(Balances.endpoints(4));
        some.fail(four, 2);
        int[] picks = new int[4];
        for (int i = 0; i < 400; i++) {
            picks[some.pick(four, Snapshots.head("a", "/"), "10.1." + i % 250 + ".1")]++;
        }

        assertThat(picks[2]).isZero();
        assertThat(picks[0]).isPositive();
        assertThat(picks[1]).isPositive();
        assertThat(picks[3]).isPositive();
    }
}
