package io.sluice.perf.jmh;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromiseTest {

    private static final Promise RATIO = new Promise("a against b", "a", "b", 2);
    private static final Promise ABSOLUTE = new Promise("a, ms", "a", "", 500);

    @Test
    void judgesARatioWithinOneRun() {
        assertThat(RATIO.isKept(Map.of("a", 20.0, "b", 10.0))).isTrue();
        assertThat(RATIO.isKept(Map.of("a", 20.1, "b", 10.0))).isFalse();
    }

    @Test
    void judgesAScoreAsItIsWithoutABaseline() {
        assertThat(ABSOLUTE.isKept(Map.of("a", 500.0))).isTrue();
        assertThat(ABSOLUTE.isKept(Map.of("a", 500.1))).isFalse();
    }

    @Test
    void judgesNothingThatWasNotRun() {
        assertThat(RATIO.isMeasured(Map.of("a", 1.0))).isFalse();
        assertThat(ABSOLUTE.isMeasured(Map.of("b", 1.0))).isFalse();
    }

    @Test
    void saysWhenItIsNotKept() {
        assertThat(RATIO.verdict(Map.of("a", 30.0, "b", 10.0))).contains("a against b", "3.00", "NOT KEPT");
    }
}
