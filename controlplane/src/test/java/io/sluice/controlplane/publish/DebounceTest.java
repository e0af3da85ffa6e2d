package io.sluice.controlplane.publish;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DebounceTest {

    private final Debounce debounce = new Debounce(50);

    @Test
    void isIdleWithoutChange() {
        assertThat(debounce.delayNanos(0)).isEqualTo(Debounce.IDLE);
    }

    @Test
    void firstChangeIsDueAtOnce() {
        debounce.onChange();

        assertThat(debounce.delayNanos(1_000)).isZero();
    }

    @Test
    void changesWithinTheWindowWaitForItsEnd() {
        debounce.onChange();
        debounce.onApplied(100);
        debounce.onChange();

        assertThat(debounce.delayNanos(110)).isEqualTo(40);
        assertThat(debounce.delayNanos(150)).isZero();
    }

    @Test
    void moreChangesDoNotPushTheEndAway() {
        debounce.onApplied(100);
        debounce.onChange();
        debounce.onChange();

        assertThat(debounce.delayNanos(149)).isEqualTo(1);
    }

    @Test
    void isQuietAgainAfterTheWindow() {
        debounce.onChange();
        debounce.onApplied(100);
        debounce.onChange();

        assertThat(debounce.delayNanos(1_000)).isZero();
    }
}
