package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.sluice.controlplane.labels.HealthCheck;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthOverlayTest {

    private static final HealthCheck CHECK =
            new HealthCheck("/", Duration.ofSeconds(5), Duration.ofSeconds(1), 200, 399);

    private static InetSocketAddress address(int last) {
        return new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + last), 80);
    }

    private static ProxyConfig config() {
        List<Endpoint> endpoints = List.of(new Endpoint("web.1", address(1)), new Endpoint("web.2", address(2)));
        Cluster cluster = new Cluster("web", endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
        return new ProxyConfig(List.of(), List.of(), List.of(cluster));
    }

    private static List<CheckTarget> checks() {
        return List.of(
                new CheckTarget("web", "web.1", address(1), CHECK, false),
                new CheckTarget("web", "web.2", address(2), CHECK, false));
    }

    private record Known(Set<Integer> healthy, Set<Integer> passed) implements HealthView {

        @Override
        public boolean isHealthy(String service, InetSocketAddress address) {
            return healthy.contains((int) address.getAddress().getAddress()[3]);
        }

        @Override
        public boolean hasPassed(String service, InetSocketAddress address) {
            return passed.contains((int) address.getAddress().getAddress()[3]);
        }
    }

    private static List<Endpoint> endpoints(HealthView health) {
        return HealthOverlay.applyTo(config(), checks(), health)
                .clusters()
                .getFirst()
                .endpoints();
    }

    @Test
    void changesNothingWhereEverythingIsHealthy() {
        assertThat(HealthOverlay.applyTo(config(), checks(), HealthView.ALL_HEALTHY))
                .isEqualTo(config());
    }

    @Test
    void marksWhatIsUnhealthy() {
        assertThat(endpoints(new Known(Set.of(1), Set.of(1, 2))))
                .extracting(Endpoint::healthy)
                .containsExactly(true, false);
    }

    @Test
    void leavesOutWhatHasNeverPassed() {
        assertThat(endpoints(new Known(Set.of(1), Set.of(1))))
                .extracting(Endpoint::name)
                .containsExactly("web.1");
    }

    @Test
    void keepsAllWhereNothingIsHealthy() {
        assertThat(endpoints(new Known(Set.of(), Set.of()))).hasSize(2);
    }

    @Test
    void sparesWhatIsNotChecked() {
        assertThat(HealthOverlay.applyTo(config(), List.of(), new Known(Set.of(), Set.of())))
                .isEqualTo(config());
    }
}
