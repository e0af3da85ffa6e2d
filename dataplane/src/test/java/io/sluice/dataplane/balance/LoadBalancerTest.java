package io.sluice.dataplane.balance;

import java.time.Duration;
import java.util.Arrays;

import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The policies, by the endpoints that they pick.
class LoadBalancerTest {

    @Test
    void givesEachEndpointTheSame() {
        Balances balances = new Balances();
        CompiledCluster cluster = balances.publish(Balances.endpoints(3));

        assertThat(balances.picks(cluster, 3000)).containsExactly(1000, 1000, 1000);
    }

    @Test
    void goesOnWhenEndpointsComeAndGo() {
        Balances balances = new Balances();
        CompiledCluster three = balances.publish(Balances.endpoints(3));
        balances.pick(three);
        CompiledCluster one = balances.publish(Balances.endpoint(2));

        assertThat(balances.pick(one)).isZero();
        assertThat(balances.pick(one)).isZero();
        assertThat(balances.pick(three)).isBetween(0, 2);
    }

    @ParameterizedTest
    @EnumSource(
            value = LbPolicy.class,
            names = {"ROUND_ROBIN", "LEAST_REQUEST", "PEAK_EWMA"})
    void sharesByWeight(LbPolicy policy) {
        Balances balances = Balances.of(policy);
        CompiledCluster cluster =
                balances.publish(Balances.endpoint(0, 1), Balances.endpoint(1, 2), Balances.endpoint(2, 7));

        Balances.assertShares(balances.picks(cluster, 10_000), 0.02, 0.1, 0.2, 0.7);
    }

    /// Not a burst for the heavy one and then a burst for the light one.
    @Test
    void spreadsWeightedTurns() {
        Balances balances = new Balances();
        CompiledCluster cluster = balances.publish(Balances.endpoint(0, 1), Balances.endpoint(1, 4));
        int longest = 0;
        int run = 0;
        for (int i = 0; i < 1000; i++) {
            run = balances.pick(cluster) == 1 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }

        assertThat(longest).isBetween(4, 8);
    }

    @Test
    void leastRequestLeavesBusyEndpointAlone() {
        Balances balances = Balances.of(LbPolicy.LEAST_REQUEST);
        CompiledCluster cluster = balances.publish(Balances.endpoints(2));
        balances.load(cluster, 0).onBegin();

        assertThat(balances.picks(cluster, 100)).containsExactly(0, 100);

        balances.load(cluster, 0).onEnd();
        balances.load(cluster, 1).onBegin();

        assertThat(balances.picks(cluster, 100)).containsExactly(100, 0);
    }

    @Test
    void leastRequestComparesByWeight() {
        Balances balances = Balances.of(LbPolicy.LEAST_REQUEST);
        CompiledCluster cluster = balances.publish(Balances.endpoint(0, 1), Balances.endpoint(1, 4));
        balances.load(cluster, 0).onBegin();
        for (int i = 0; i < 3; i++) {
            balances.load(cluster, 1).onBegin();
        }

        assertThat(balances.picks(cluster, 1000)[1]).isGreaterThan(980); // but where it is not even drawn
    }

    @Test
    void peakEwmaLeavesSlowEndpointAtOnce() {
        Balances balances = Balances.of(LbPolicy.PEAK_EWMA);
        CompiledCluster cluster = balances.publish(Balances.endpoints(2));
        long now = balances.loads().nanos();
        balances.load(cluster, 0).onLatency(1_000_000, 200, now);
        balances.load(cluster, 1).onLatency(2_000_000, 200, now);
        assertThat(balances.picks(cluster, 100)).containsExactly(100, 0);

        balances.load(cluster, 0).onLatency(500_000_000, 200, now);

        assertThat(balances.picks(cluster, 100)).containsExactly(0, 100);
    }

    @Test
    void peakEwmaTriesSlowEndpointAgainLater() {
        Balances balances = Balances.of(LbPolicy.PEAK_EWMA);
        CompiledCluster cluster = balances.publish(Balances.endpoints(2));
        balances.load(cluster, 0).onLatency(50_000_000, 200, balances.loads().nanos());
        balances.pass(Duration.ofMinutes(1));
        balances.load(cluster, 1).onLatency(2_000_000, 200, balances.loads().nanos());

        assertThat(balances.picks(cluster, 10)).containsExactly(10, 0);
    }

    /// An endpoint that fails at once would else draw everything to itself.
    @Test
    void peakEwmaDoesNotTakeFailuresForSpeed() {
        Balances balances = Balances.of(LbPolicy.PEAK_EWMA);
        CompiledCluster cluster = balances.publish(Balances.endpoints(2));
        for (int i = 0; i < 20; i++) {
            balances.pass(Duration.ofSeconds(1));
            long now = balances.loads().nanos();
            balances.load(cluster, 0).onLatency(i == 0 ? 10_000_000 : 10_000, 503, now);
            balances.load(cluster, 1).onLatency(5_000_000, 200, now);
        }
        balances.load(cluster, 0).onLatency(10_000_000, 200, balances.loads().nanos());

        assertThat(balances.picks(cluster, 10)).containsExactly(0, 10);
    }

    @Test
    void maglevKeepsClientOnOneEndpoint() {
        Balances balances = Balances.of(LbPolicy.MAGLEV);
        CompiledCluster cluster = balances.publish(Balances.endpoints(5));
        int[] picks = clients(balances, cluster, 2000);

        Balances.assertShares(picks, 0.05, 0.2, 0.2, 0.2, 0.2, 0.2);
        assertThat(clients(balances, cluster, 2000)).isEqualTo(picks);
        assertThat(Arrays.stream(balances.picks(cluster, 50)).max()).hasValue(50);
    }

    private static int[] clients(Balances balances, CompiledCluster cluster, int count) {
        int[] picks = new int[cluster.endpointCount()];
        for (int i = 0; i < count; i++) {
            picks[balances.pick(cluster, Snapshots.head("a", "/"), "10." + i % 200 + "." + i / 200 + ".9")]++;
        }
        return picks;
    }

    /// Acceptance 21, as nginx: the last octet does not count.
    @Test
    void ipHashTakesNetworkForClient() {
        Balances balances = Balances.of(LbPolicy.IP_HASH);
        CompiledCluster cluster = balances.publish(Balances.endpoints(5));
        RequestHead head = Snapshots.head("a", "/");
        int first = balances.pick(cluster, head, "192.0.2.1");

        assertThat(balances.pick(cluster, head, "192.0.2.77")).isEqualTo(first);
        assertThat(Arrays.stream(clients(balances, cluster, 200)).filter(picks -> picks > 0))
                .hasSize(5);
        assertThat(balances.pick(cluster, head, "2001:db8::1")).isEqualTo(balances.pick(cluster, head, "2001:db8::1"));
    }

    @Test
    void leavesUnhealthyEndpointOut() {
        Balances balances = new Balances();
        CompiledCluster cluster = balances.publish(Balances.endpoint(0), Balances.unhealthy(1), Balances.endpoint(2));

        assertThat(balances.picks(cluster, 100)).containsExactly(50, 0, 50);
    }

    @Test
    void asksAllWhenMostAreUnhealthy() {
        Balances balances = new Balances();
        CompiledCluster cluster = balances.publish(Balances.endpoint(0), Balances.unhealthy(1), Balances.unhealthy(2));

        assertThat(balances.picks(cluster, 99)).containsExactly(33, 33, 33);
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void picksTheOnlyEndpointLeft(LbPolicy policy) {
        Balances balances = Balances.of(policy);
        CompiledCluster cluster = balances.publish(Balances.unhealthy(0), Balances.endpoint(1));

        assertThat(balances.picks(cluster, 10)).containsExactly(0, 10);
    }

    @Test
    void letsNewEndpointsGrow() {
        Balances balances = new Balances().slowStart(Duration.ofSeconds(100));
        Endpoint fresh = new Endpoint("web.1", Balances.address(1), 1, Balances.START.minusSeconds(50), true);
        CompiledCluster cluster = balances.publish(Balances.endpoint(0), fresh);

        Balances.assertShares(balances.picks(cluster, 1000), 0.02, 1 / 1.5, 0.5 / 1.5);

        balances.pass(Duration.ofSeconds(25));
        Balances.assertShares(balances.picks(cluster, 1000), 0.02, 1 / 1.75, 0.75 / 1.75);

        balances.pass(Duration.ofSeconds(25));
        assertThat(balances.picks(cluster, 1000)).containsExactly(500, 500);
    }

    /// A clock that is behind the engine's is no reason to give it nothing.
    @Test
    void givesSomethingToEndpointOfTheFuture() {
        Balances balances = new Balances().slowStart(Duration.ofSeconds(10));
        Endpoint future = new Endpoint("web.1", Balances.address(1), 1, Balances.START.plusSeconds(99), true);
        CompiledCluster cluster = balances.publish(Balances.endpoint(0), future);

        Balances.assertShares(balances.picks(cluster, 1000), 0.02, 1 / 1.1, 0.1 / 1.1);
    }

    @Test
    void sharesLimitOutToLoops() {
        Balances balances = new Balances(2).maxRequests(3);
        ClusterLoad load = balances.loads().cluster(balances.publish(Balances.endpoints(2)));

        assertThat(load.tryBegin()).isTrue();
        assertThat(load.tryBegin()).isTrue();
        assertThat(load.tryBegin()).isFalse();
        load.onEnd();
        assertThat(load.tryBegin()).isTrue();
    }
}
