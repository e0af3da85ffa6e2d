package io.sluice.dataplane.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlinesTest {

    private static final long TICK = Deadlines.TICK_NANOS;

    /// Not zero, and close to where a clock of nanoseconds turns negative.
    private static final long START = Long.MAX_VALUE - 500 * TICK;

    private final Deadlines deadlines = new Deadlines(START);
    private final List<String> fired = new ArrayList<>();
    private long deadlinesNow = START;

    @Test
    void firesInOrderAndOnce() {
        deadlines.arm(named("c"), START + 30 * TICK);
        deadlines.arm(named("a"), START + 10 * TICK);
        deadlines.arm(named("b"), START + 20 * TICK);
        advanceTo(40);

        assertThat(fired).containsExactly("a@11", "b@21", "c@31");
    }

    @Test
    void neverFiresEarlyAndAtMostOneTickLate() {
        deadlines.arm(named("a"), START + 10 * TICK + 1);
        deadlines.advance(START + 10 * TICK);
        assertThat(fired).isEmpty();
        deadlines.advance(START + 11 * TICK);

        assertThat(fired).hasSize(1);
    }

    @Test
    void firesThePastAtTheNextTick() {
        deadlines.advance(START + 5 * TICK);
        deadlines.arm(named("a"), START);
        deadlines.advance(START + 5 * TICK);
        assertThat(fired).isEmpty();
        deadlines.advance(START + 6 * TICK);

        assertThat(fired).hasSize(1);
    }

    @Test
    void movesLater() {
        Named a = named("a");
        deadlines.arm(a, START + 10 * TICK);
        advanceTo(9);
        deadlines.arm(a, START + 50 * TICK);
        advanceTo(50);
        assertThat(fired).isEmpty();
        advanceTo(60);

        assertThat(fired).containsExactly("a@51");
    }

    @Test
    void movesEarlier() {
        Named a = named("a");
        deadlines.arm(a, START + 50 * TICK);
        deadlines.arm(a, START + 10 * TICK);
        advanceTo(100);

        assertThat(fired).containsExactly("a@11");
    }

    @Test
    void waitsBeyondTheWheel() {
        deadlines.arm(named("hour"), START + 50_000 * TICK);
        deadlines.arm(named("edge"), START + 1023 * TICK);
        deadlines.arm(named("over"), START + 1024 * TICK);
        advanceTo(60_000);

        assertThat(fired).containsExactly("edge@1023", "over@1025", "hour@50001");
    }

    @Test
    void firesWhatIsDueAfterALongStall() {
        deadlines.arm(named("a"), START + 10 * TICK);
        deadlines.arm(named("b"), START + 3000 * TICK);
        deadlines.advance(START + 10_000 * TICK);

        assertThat(fired).containsExactlyInAnyOrder("a@10000", "b@10000");
    }

    @Test
    void forgetsTheDisarmedAndTheRemoved() {
        Named disarmed = named("a");
        Named removed = named("b");
        Named again = named("c");
        for (Named each : List.of(disarmed, removed, again)) {
            deadlines.arm(each, START + 10 * TICK);
        }
        deadlines.disarm(disarmed);
        deadlines.remove(removed);
        deadlines.remove(removed);
        deadlines.disarm(again);
        deadlines.arm(again, START + 12 * TICK);
        advanceTo(30);

        assertThat(fired).containsExactly("c@13");
    }

    @Test
    void removesOthersOfTheSameSlotWhileFiring() {
        Named[] all = new Named[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = named("n" + i);
            deadlines.arm(all[i], START + 10 * TICK);
        }
        // The last linked fires first: it removes its neighbour, one in the middle and the last.
        all[4].then = () -> {
            deadlines.remove(all[3]);
            deadlines.remove(all[1]);
            deadlines.remove(all[0]);
        };
        advanceTo(2000);

        assertThat(fired).containsExactly("n4@11", "n2@11");
    }

    @Test
    void movesOthersOfTheSameSlotWhileFiring() {
        Named first = named("first");
        Named later = named("later");
        Named past = named("past");
        deadlines.arm(later, START + 10 * TICK);
        deadlines.arm(past, START + 10 * TICK);
        deadlines.arm(first, START + 10 * TICK);
        first.then = () -> {
            deadlines.arm(later, START + 20 * TICK);
            deadlines.arm(past, START);
        };
        advanceTo(30);

        assertThat(fired).containsExactly("first@11", "past@12", "later@21");
    }

    @Test
    void armsItselfAgain() {
        Named a = named("a");
        a.then = () -> {
            if (fired.size() < 3) {
                deadlines.arm(a, a.firedAt + 10 * TICK);
            }
        };
        deadlines.arm(a, START + 10 * TICK);
        advanceTo(100);

        assertThat(fired).containsExactly("a@11", "a@22", "a@33");
    }

    @Test
    void goesOnWhenOneFails() {
        Named a = named("a");
        Named b = named("b");
        Named c = named("c");
        for (Named each : List.of(a, b, c)) {
            deadlines.arm(each, START + 10 * TICK);
        }
        b.then = () -> {
            throw new IllegalStateException("on purpose");
        };
        advanceTo(11);
        deadlines.arm(b, START + 20 * TICK);
        b.then = () -> {};
        advanceTo(30);

        assertThat(fired).containsExactly("c@11", "b@11", "a@11", "b@21");
    }

    /// Many deadlines, random moves and jumps of the clock: each fires within the tick that a plain list says.
    @Test
    void agreesWithAPlainList() {
        long seed = System.nanoTime();
        System.out.println("DeadlinesTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Named[] all = new Named[60];
        long[] expected = new long[all.length]; // 0: not armed
        for (int i = 0; i < all.length; i++) {
            all[i] = named(String.valueOf(i));
        }
        long now = START;
        for (int round = 0; round < 100_000; round++) {
            int i = random.nextInt(all.length);
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    long far = random.nextInt(10) == 0 ? 3000 * TICK : 40 * TICK;
                    long at = now + random.nextLong(-TICK, far);
                    deadlines.arm(all[i], at);
                    expected[i] = at == 0 ? 1 : at;
                }
                case 4 -> {
                    deadlines.disarm(all[i]);
                    expected[i] = 0;
                }
                case 5 -> {
                    deadlines.remove(all[i]);
                    expected[i] = 0;
                }
                default -> {
                    now += random.nextLong(random.nextInt(50) == 0 ? 500 * TICK : 2 * TICK);
                    fired.clear();
                    deadlines.advance(now);
                    checkFired(seed, round, now, expected);
                }
            }
        }
    }

    private void checkFired(long seed, int round, long now, long[] expected) {
        for (String name : fired) {
            int i = Integer.parseInt(name.substring(0, name.indexOf('@')));
            assertThat(expected[i]).as("seed %d, round %d: armed", seed, round).isNotZero();
            assertThat(expected[i] - now)
                    .as("seed %d, round %d: early", seed, round)
                    .isLessThanOrEqualTo(0);
            expected[i] = 0;
        }
        for (long at : expected) {
            if (at != 0) {
                assertThat(now - at).as("seed %d, round %d: late", seed, round).isLessThan(2 * TICK);
            }
        }
    }

    private void advanceTo(long tick) {
        long from = (deadlinesNow - START) / TICK;
        for (long i = from + 1; i <= tick; i++) {
            deadlinesNow = START + i * TICK;
            deadlines.advance(deadlinesNow);
        }
    }

    private Named named(String name) {
        return new Named(name);
    }

    private final class Named extends Deadline {
        private final String name;
        private Runnable then = () -> {};
        private long firedAt;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            firedAt = nowNanos;
            fired.add(name + "@" + (nowNanos - START) / TICK);
            then.run();
        }
    }
}
