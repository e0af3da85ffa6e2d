package io.sluice.dataplane.http2;

import java.util.Map;
import java.util.function.Function;

import io.sluice.dataplane.http2.GlitchBudget.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// By a clock that the test moves.
class GlitchBudgetTest {

    private static final long START = Long.MAX_VALUE - 5; // clocks wrap
    private static final long SECOND = 1_000_000_000L;

    private static GlitchBudget budget() {
        return new GlitchBudget(100, START);
    }

    private static int framesUntilSpent(Function<GlitchBudget, Verdict> frame) {
        GlitchBudget budget = budget();
        int frames = 1;
        while (frame.apply(budget) != Verdict.SPENT) {
            frames++;
        }
        return frames;
    }

    /// R-H2-4: allowances and the budget behind them.
    @Test
    void eachKindEndsWithinAThousandFrames() {
        Map<Integer, Function<GlitchBudget, Verdict>> floods = Map.of(
                20 + 100,
                budget -> budget.onControl(0, START),
                100 + 7 + 100,
                budget -> budget.onPriority(7, START),
                50 + 30 + 100,
                budget -> budget.onWindowUpdate(3, START),
                50 + 100,
                budget -> budget.onUnknown(START),
                2 + 100,
                budget -> budget.onData(0, 0, false, START),
                100,
                budget -> budget.onData(1, 100, false, START));

        floods.forEach((frames, flood) -> assertThat(framesUntilSpent(flood)).isEqualTo(frames));
    }

    @Test
    void threeQuartersAreSoft() {
        GlitchBudget budget = budget();

        assertThat(budget.spend(74, START)).isEqualTo(Verdict.FINE);
        assertThat(budget.spend(1, START)).isEqualTo(Verdict.SOFT);
        assertThat(budget.spend(24, START)).isEqualTo(Verdict.SOFT);
        assertThat(budget.spend(1, START)).isEqualTo(Verdict.SPENT);
    }

    @Test
    void oneASecondIsForgotten() {
        GlitchBudget budget = budget();
        budget.spend(99, START);

        assertThat(budget.spend(10, START + 10 * SECOND)).isEqualTo(Verdict.SOFT);
        assertThat(budget.spend(1, START + 10 * SECOND)).isEqualTo(Verdict.SPENT);
        assertThat(budget.spend(1, START + 1000 * SECOND)).isEqualTo(Verdict.FINE);
    }

    /// A client that measures the path sends a PING with what it receives; one that keeps alive, now and then.
    @Test
    void honestPingsAreFree() {
        GlitchBudget budget = budget();

        for (int i = 1; i < 100_000; i++) {
            assertThat(budget.onControl(i, START)).isEqualTo(Verdict.FINE);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(budget.onControl(100_000, START + i * SECOND)).isEqualTo(Verdict.FINE);
        }
    }

    @Test
    void endsOfStreamsAreNoGlitches() {
        GlitchBudget budget = budget();

        for (int i = 0; i < 10_000; i++) {
            assertThat(budget.onData(0, 0, true, START)).isEqualTo(Verdict.FINE);
            assertThat(budget.onData(1, 10, false, START)).isEqualTo(Verdict.FINE);
        }
    }

    @Test
    void bytesMustBeOfUse() {
        GlitchBudget budget = budget();
        assertThat(budget.onReceived(8 * 1024 * 1024 + 7)).isEqualTo(Verdict.FINE);
        assertThat(budget.onReceived(1)).isEqualTo(Verdict.SPENT);

        GlitchBudget useful = budget();
        for (int i = 0; i < 10_000; i++) {
            useful.onBlock(100);
            useful.onData(1_000, 0, false, START);
            assertThat(useful.onReceived(1_118)).isEqualTo(Verdict.FINE);
        }
    }
}
