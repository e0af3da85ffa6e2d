package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublishedStateTest {
    private final List<SwarmState> states = new ArrayList<>();
    private final PublishedState published =
            new PublishedState(new ShrinkGuard(10, Duration.ofSeconds(10)), states::add);

    @Test
    void handsOnTheFirstStateEvenWhenEmpty() {
        assertThat(published.offer(SwarmState.EMPTY, 0)).isEmpty();

        assertThat(states).containsExactly(SwarmState.EMPTY);
    }

    @Test
    void handsOnEqualStatesOnce() {
        published.offer(States.of(3), 0);
        published.offer(States.of(3), 1);

        assertThat(states).hasSize(1);
    }

    @Test
    void keepsTheLastStateWhileALossIsDoubted() {
        published.offer(States.of(12), 0);

        assertThat(published.offer(SwarmState.EMPTY, 1))
                .hasValueSatisfying(why -> assertThat(why).contains("12 of 12"));
        assertThat(states).hasSize(1);

        assertThat(published.offer(SwarmState.EMPTY, Duration.ofSeconds(11).toNanos()))
                .isEmpty();
        assertThat(states).hasSize(2);
    }

    @Test
    void aReturnToTheLastStateEndsTheDoubt() {
        published.offer(States.of(12), 0);
        published.offer(SwarmState.EMPTY, 1);
        published.offer(States.of(12), 2);

        assertThat(published.offer(SwarmState.EMPTY, Duration.ofSeconds(11).toNanos()))
                .isPresent();
    }

    @Test
    void offersAgainWhatTheConsumerFailedToTake() {
        var failing = new PublishedState(new ShrinkGuard(10, Duration.ZERO), state -> {
            states.add(state);
            if (states.size() == 1) {
                throw new IllegalStateException("no");
            }
        });

        assertThatThrownBy(() -> failing.offer(States.of(1), 0)).isInstanceOf(IllegalStateException.class);
        failing.offer(States.of(1), 1);

        assertThat(states).hasSize(2);
    }
}
