package io.sluice.controlplane.swarm;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    @Test
    void doublesUpToTheMost() {
        var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5), () -> 0);

        assertThat(backoff.next()).hasMillis(500);
        assertThat(backoff.next()).hasMillis(1000);
        assertThat(backoff.next()).hasMillis(2000);
        assertThat(backoff.next()).hasMillis(4000);
        assertThat(backoff.next()).hasMillis(5000);
        assertThat(backoff.next()).hasMillis(5000);
        backoff.reset();
        assertThat(backoff.next()).hasMillis(500);
    }

    @Test
    void takesUpToAFifthOff() {
        var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5), () -> 1);

        assertThat(backoff.next()).hasMillis(400);
        assertThat(backoff.next()).hasMillis(800);
    }
}
