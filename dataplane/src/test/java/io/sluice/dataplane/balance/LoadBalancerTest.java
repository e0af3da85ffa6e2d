package io.sluice.dataplane.balance;

import java.util.List;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import io.sluice.dataplane.snapshot.Snapshots;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadBalancerTest {

    private final LoadBalancer balancer = new LoadBalancer();

    @Test
    void givesEachEndpointTheSame() {
        Snapshot snapshot = snapshot(SnapshotCompiler.empty(), 80, 81, 82);
        balancer.onSnapshot(snapshot);
        int[] picks = new int[3];
        for (int i = 0; i < 3000; i++) {
            picks[balancer.pick(cluster(snapshot))]++;
        }

        assertThat(picks).containsExactly(1000, 1000, 1000);
    }

    @Test
    void goesOnWhenEndpointsComeAndGo() {
        Snapshot three = snapshot(SnapshotCompiler.empty(), 80, 81, 82);
        balancer.onSnapshot(three);
        balancer.pick(cluster(three));
        Snapshot one = snapshot(three, 82);
        balancer.onSnapshot(one);

        assertThat(balancer.pick(cluster(one))).isZero();
        assertThat(balancer.pick(cluster(one))).isZero();
        assertThat(balancer.pick(cluster(three))).isBetween(0, 2);
    }

    private static Snapshot snapshot(Snapshot previous, int... ports) {
        return SnapshotCompiler.compile(
                new ProxyConfig(List.of(Snapshots.host("a", "/")), List.of(), List.of(Snapshots.cluster("c", ports))),
                previous);
    }

    private static CompiledCluster cluster(Snapshot snapshot) {
        Router router = new Router();
        assertThat(router.find(snapshot, Snapshots.head("a", "/"))).isEqualTo(Failure.NONE);
        return Snapshots.clusterOf(router.route());
    }
}
