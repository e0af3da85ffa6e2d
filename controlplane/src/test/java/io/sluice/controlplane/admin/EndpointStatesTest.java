package io.sluice.controlplane.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.model.Endpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What `endpoints` and `explain` say of the circuit of an endpoint.
class EndpointStatesTest {

    private static final Endpoint ENDPOINT = endpoint(true);

    private static Endpoint endpoint(boolean healthy) {
        return new Endpoint(
                "web.1", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9000), 1, Instant.EPOCH, healthy);
    }

    private static EndpointTraffic traffic(long ejectedMillis, boolean silent) {
        return new EndpointTraffic("web", "127.0.0.1:9000", 5, 3, 0, 0, 1, ejectedMillis, silent);
    }

    private static EndpointStates states(EndpointTraffic... traffic) {
        return new EndpointStates(new TrafficCut(1, Map.of(), Map.of(), List.of(), List.of(), List.of(traffic), true));
    }

    @Test
    void saysWhatKeepsRequestsAway() {
        assertThat(EndpointStates.state(traffic(4_000, true), ENDPOINT)).isEqualTo("ejected");
        assertThat(EndpointStates.state(traffic(0, true), ENDPOINT)).isEqualTo("silent");
        assertThat(EndpointStates.state(traffic(0, false), endpoint(false))).isEqualTo("unhealthy");
        assertThat(EndpointStates.state(traffic(0, false), ENDPOINT)).isEqualTo("active");
    }

    @Test
    void findsAnEndpointByClusterAndAddress() {
        EndpointStates states = states(traffic(4_000, false));

        assertThat(states.of("web", ENDPOINT).ejectedMillis()).isEqualTo(4_000);
        assertThat(states.of("other", ENDPOINT).requests()).isZero();
    }

    @Test
    void leavesWhatWasNotTaken() {
        EndpointStates states = states(traffic(0, false));
        states.take("other", ENDPOINT);
        assertThat(states.others()).hasSize(1);

        states.take("web", ENDPOINT);
        assertThat(states.others()).isEmpty();
    }
}
