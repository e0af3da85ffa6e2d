package io.sluice.dataplane.snapshot;

import java.util.List;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotCompilerTest {

    @Test
    void startsEmpty() {
        Snapshot empty = SnapshotCompiler.empty();

        assertThat(empty.generation()).isZero();
        assertThat(empty.routeSlots() + empty.clusterSlots() + empty.endpointSlots())
                .isZero();
    }

    @Test
    void countsAndNumbers() {
        Snapshot snapshot = compile(
                SnapshotCompiler.empty(),
                List.of(Snapshots.host("a", "/", "/x"), Snapshots.host("b", "/")),
                Snapshots.cluster("c", 80, 81),
                Snapshots.cluster("d", 80));

        assertThat(snapshot.generation()).isEqualTo(1);
        assertThat(snapshot.routeCount()).isEqualTo(3);
        assertThat(snapshot.clusterCount()).isEqualTo(2);
        assertThat(snapshot.endpointCount()).isEqualTo(3);
        assertThat(snapshot.routeSlots()).isEqualTo(3);
        assertThat(snapshot.endpointSlots()).isEqualTo(3);
        assertThat(snapshot.releasedEndpoints()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(snapshot.route(i).index()).isEqualTo(i);
        }
    }

    @Test
    void keepsTheNumbersOfWhatStays() {
        Snapshot first = compile(
                SnapshotCompiler.empty(),
                List.of(Snapshots.host("a", "/"), Snapshots.host("b", "/")),
                Snapshots.cluster("c", 80, 81, 82));
        Snapshot second = compile(
                first,
                List.of(Snapshots.host("x", "/"), Snapshots.host("b", "/")),
                Snapshots.cluster("n", 80),
                Snapshots.cluster("c", 83, 82, 80));

        CompiledCluster before = Snapshots.clusterOf(first.route(0));
        CompiledCluster after = Snapshots.clusterOf(second.route(1));
        assertThat(after.index()).isEqualTo(before.index());
        assertThat(after.endpoint(1).index()).isEqualTo(before.endpoint(2).index());
        assertThat(after.endpoint(2).index()).isEqualTo(before.endpoint(0).index());
        assertThat(second.route(1).route().name()).isEqualTo("b /");
        assertThat(second.route(0).route().name())
                .as("a free number is used again")
                .isEqualTo("x /");
        assertThat(second.releasedRoutes()).containsExactly(0);
        assertThat(second.releasedClusters()).isEmpty();
        assertThat(second.releasedEndpoints())
                .containsExactly(before.endpoint(1).index());
        assertThat(second.endpointSlots()).isEqualTo(4);
        assertThat(first.endpointSlots()).as("the old one stays as it was").isEqualTo(3);
    }

    @Test
    void sameAddressInTwoClustersIsTwoEndpoints() {
        Snapshot snapshot = compile(
                SnapshotCompiler.empty(),
                List.of(Snapshots.host("a", "/")),
                Snapshots.cluster("c", 80),
                Snapshots.cluster("d", 80));

        assertThat(snapshot.endpointSlots()).isEqualTo(2);
    }

    @Test
    void refusesWhatRepeats() {
        VirtualHost a = Snapshots.host("a", "/");
        Cluster c = Snapshots.cluster("c", 80);
        Route other = new Route("other", "/", new RouteAction.Forward("c"));

        assertRefused("two virtual hosts are the same: a", List.of(a, new VirtualHost(a.host(), List.of(other))), c);
        assertRefused(
                "two routes are the same: a /",
                List.of(a, new VirtualHost(Snapshots.host("b", "/").host(), a.routes())),
                c);
        assertRefused("two clusters are the same: c", List.of(a), c, c);
        assertRefused("two endpoints are the same", List.of(a), Snapshots.cluster("c", 80, 80));
        assertRefused("repeats /x/", List.of(Snapshots.host("a", "/x", "/x/")), c);
        assertRefused("names no cluster: c", List.of(a), Snapshots.cluster("d", 80));
    }

    private static void assertRefused(String message, List<VirtualHost> hosts, Cluster... clusters) {
        assertThatThrownBy(() -> compile(SnapshotCompiler.empty(), hosts, clusters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Snapshot compile(Snapshot previous, List<VirtualHost> hosts, Cluster... clusters) {
        return SnapshotCompiler.compile(new ProxyConfig(hosts, List.of(), List.of(clusters)), previous);
    }
}
