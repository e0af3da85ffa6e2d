package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.sluice.controlplane.labels.HealthCheck;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FirstCheckTest {

    private static final HealthCheck CHECK =
            new HealthCheck("/", Duration.ofSeconds(5), Duration.ofSeconds(2), 200, 399);

    private static final Endpoint WELL = endpoint(1, true);
    private static final Endpoint FALLEN = endpoint(2, false);
    private static final Endpoint STARTING = endpoint(3, false);
    private static final Endpoint STARTING_TOO = endpoint(4, false);

    @Test
    void whatHasNeverPassedIsLeftOutBesideAHealthyEndpoint() {
        assertThat(published(WELL, STARTING, STARTING_TOO)).containsExactly(WELL);
    }

    @Test
    void whatFellStays() {
        assertThat(published(WELL, FALLEN)).containsExactly(WELL, FALLEN);
    }

    @Test
    void whatHasNeverPassedServesWhereNothingIsHealthy() {
        assertThat(published(STARTING, FALLEN)).containsExactly(STARTING, FALLEN);
        assertThat(published(STARTING, STARTING_TOO)).containsExactly(STARTING, STARTING_TOO);
    }

    @Test
    void aClusterKeepsItsOtherSettings() {
        Cluster cluster = cluster(WELL, STARTING);

        Cluster applied = apply(cluster).clusters().getFirst();

        assertThat(applied).isEqualTo(cluster.withEndpoints(List.of(WELL)));
    }

    @Test
    void withoutNewsTheConfigIsTheSame() {
        ProxyConfig config = new ProxyConfig(List.of(), List.of(), List.of(cluster(WELL, FALLEN)));

        assertThat(FirstCheck.applyTo(config, checks(), HealthView.ALL_HEALTHY)).isSameAs(config);
    }

    private static List<Endpoint> published(Endpoint... endpoints) {
        return apply(cluster(endpoints)).clusters().getFirst().endpoints();
    }

    private static ProxyConfig apply(Cluster cluster) {
        ProxyConfig config = new ProxyConfig(List.of(), List.of(), List.of(cluster));
        return FirstCheck.applyTo(config, checks(), new HealthView() {
            @Override
            public boolean isHealthy(String service, InetSocketAddress address) {
                return address.equals(WELL.address());
            }

            @Override
            public boolean hasPassed(String service, InetSocketAddress address) {
                return Set.of(WELL.address(), FALLEN.address()).contains(address);
            }
        });
    }

    private static List<CheckTarget> checks() {
        return Stream.of(WELL, FALLEN, STARTING, STARTING_TOO)
                .map(endpoint -> new CheckTarget("web", endpoint.name(), endpoint.address(), CHECK, false))
                .toList();
    }

    private static Cluster cluster(Endpoint... endpoints) {
        return new Cluster("web", List.of(endpoints), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
    }

    private static Endpoint endpoint(int port, boolean healthy) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), port);
        return new Endpoint("web." + port, address, 1, Instant.EPOCH, healthy);
    }
}
