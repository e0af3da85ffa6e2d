package io.sluice.dataplane.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.snapshot.CompiledCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Which endpoints are left out because they fail much more often than the others.
class SuccessRatesTest {

    private static final Duration WINDOW = Duration.ofNanos(SuccessRates.WINDOW_NANOS);

    private final Balances balances = new Balances();
    private final List<String> ejected = new ArrayList<>();

    @Test
    void leavesOutWhoFailsMuchMoreOftenThanTheOthers() {
        CompiledCluster cluster = balances.publish(Balances.endpoints(6));
        for (int i = 0; i < 6; i++) {
            outcomes(cluster, i, 100, i == 2 ? 20 : 0);
        }
        assertThat(ejected).as("within the window").isEmpty();

        endWindow(cluster);

        assertThat(ejected).containsExactly("web.2");
        assertThat(balances.picks(cluster, 50)).containsExactly(10, 10, 0, 10, 10, 10);
    }

    @Test
    void aServiceThatFailsAsAWholeLosesNobody() {
        CompiledCluster cluster = balances.publish(Balances.endpoints(6));
        for (int i = 0; i < 6; i++) {
            outcomes(cluster, i, 100, 40 + i);
        }

        endWindow(cluster);

        assertThat(ejected).isEmpty();
    }

    /// One error in a hundred is beyond every deviation when the others have none.
    @Test
    void chanceIsNoReason() {
        CompiledCluster cluster = balances.publish(Balances.endpoints(10));
        for (int i = 0; i < 10; i++) {
            outcomes(cluster, i, 100, i == 0 ? 4 : 0);
        }

        endWindow(cluster);

        assertThat(ejected).isEmpty();
    }

    @Test
    void fewEndpointsOrFewRequestsSayNothing() {
        CompiledCluster few = balances.publish(Balances.endpoints(SuccessRates.MIN_ENDPOINTS - 1));
        for (int i = 0; i < SuccessRates.MIN_ENDPOINTS - 1; i++) {
            outcomes(few, i, 100, i == 0 ? 90 : 0);
        }
        endWindow(few);
        CompiledCluster quiet = balances.publish(Balances.endpoints(6));
        for (int i = 0; i < 6; i++) {
            outcomes(quiet, i, SuccessRates.MIN_REQUESTS - 1, i == 0 ? 40 : 0);
        }
        endWindow(quiet);

        assertThat(ejected).isEmpty();
    }

    @Test
    void eachWindowBeginsAnew() {
        CompiledCluster cluster = balances.publish(Balances.endpoints(6));
        for (int i = 0; i < 6; i++) {
            outcomes(cluster, i, 100, i == 2 ? 20 : 0);
        }
        endWindow(cluster);
        ejected.clear();
        balances.pass(WINDOW);
        for (int i = 0; i < 6; i++) {
            outcomes(cluster, i, 100, 0);
        }
        endWindow(cluster);

        assertThat(ejected).isEmpty();
        assertThat(balances.picks(cluster, 60)).containsExactly(10, 10, 10, 10, 10, 10);
    }

    @Test
    void neverLeavesOutMoreThanTheShare() {
        balances.outliers(new OutlierPolicy(3, Duration.ofSeconds(10), 10, true));
        CompiledCluster cluster = balances.publish(Balances.endpoints(20));
        for (int i = 0; i < 20; i++) {
            outcomes(cluster, i, 100, i < 3 ? 90 : 0);
        }

        endWindow(cluster);

        assertThat(ejected).hasSize(2);
    }

    @Test
    void nobodyIsLeftOutWhereTheServiceDoesNotWantIt() {
        balances.outliers(new OutlierPolicy(3, Duration.ofSeconds(10), 50, false));
        CompiledCluster cluster = balances.publish(Balances.endpoints(6));
        for (int i = 0; i < 6; i++) {
            outcomes(cluster, i, 100, i == 2 ? 90 : 0);
        }

        endWindow(cluster);

        assertThat(ejected).isEmpty();
    }

    private void outcomes(CompiledCluster cluster, int position, int requests, int failures) {
        for (int i = 0; i < requests; i++) {
            outcome(cluster, position, i >= failures);
        }
    }

    private void outcome(CompiledCluster cluster, int position, boolean success) {
        balances.loads()
                .cluster(cluster)
                .onOutcome(
                        balances.load(cluster, position),
                        success,
                        (of, endpoint, until) -> ejected.add(endpoint.endpoint().name()));
    }

    /// The first outcome of the next one judges.
    private void endWindow(CompiledCluster cluster) {
        balances.pass(WINDOW);
        outcome(cluster, 0, true);
    }
}
