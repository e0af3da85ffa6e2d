package io.sluice.dataplane.balance;

import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.snapshot.CompiledCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LastingUseTest {

    private final Balances balances = new Balances();
    private final List<Double> turns = new ArrayList<>();
    private CompiledCluster published = balances.publish();

    @Test
    void usesOfAnEndpointThatGoesAreToldOneAfterTheOther() {
        publish(2);
        EndpointLoad second = load(1);
        for (int i = 0; i < 4; i++) {
            second.onLastingUse(use());
        }

        publish(1);

        assertThat(turns).containsExactly(0.25, 0.5, 0.75, 1.0);
    }

    @Test
    void usesOfEndpointsThatStayAreLeftAlone() {
        publish(2);
        load(0).onLastingUse(use());

        publish(1);
        publish(2);

        assertThat(turns).isEmpty();
    }

    @Test
    void usesThatEndedAreNotTold() {
        publish(2);
        LastingUse use = use();
        load(1).onLastingUse(use);
        load(1).onLastingUseEnd(use);

        publish(1);

        assertThat(turns).isEmpty();
    }

    /// As of a request that began before the endpoint went.
    @Test
    void aUseThatComesLateIsToldAtOnce() {
        publish(2);
        EndpointLoad second = load(1);
        publish(1);

        second.onLastingUse(use());

        assertThat(turns).containsExactly(1.0);
    }

    private LastingUse use() {
        return turns::add;
    }

    private EndpointLoad load(int position) {
        return balances.load(published, position);
    }

    private void publish(int count) {
        published = balances.publish(Balances.endpoints(count));
    }
}
