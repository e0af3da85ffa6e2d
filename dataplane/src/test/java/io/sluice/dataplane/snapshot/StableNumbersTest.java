package io.sluice.dataplane.snapshot;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StableNumbersTest {

    @Test
    void usesFreeNumbersAgainAndSaysSo() {
        StableNumbers<String> first = new StableNumbers<>(StableNumbers.none(), List.of("a", "b", "c"));
        StableNumbers<String> second = new StableNumbers<>(first, List.of("c", "d"));
        StableNumbers<String> third = new StableNumbers<>(second, List.of("c"));

        assertThat(second.of("c")).isEqualTo(2);
        assertThat(second.of("d")).isZero();
        assertThat(second.released()).containsExactly(0, 1);
        assertThat(second.slots()).isEqualTo(3);
        assertThat(third.released()).containsExactly(0);
    }

    @Test
    void staysDenseAndStableOverRandomChanges() {
        long seed = System.nanoTime();
        System.out.println("StableNumbersTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        StableNumbers<Integer> numbers = StableNumbers.none();
        Map<Integer, Integer> before = new HashMap<>();
        int most = 0;
        for (int generation = 0; generation < 500; generation++) {
            Set<Integer> present = new TreeSet<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                present.add(random.nextInt(30));
            }
            numbers = new StableNumbers<>(numbers, present);
            most = Math.max(most, present.size());
            Map<Integer, Integer> now = new HashMap<>();
            for (int key : present) {
                now.put(key, numbers.of(key));
                if (before.containsKey(key)) {
                    assertThat(now.get(key)).as("seed %d", seed).isEqualTo(before.get(key));
                }
            }
            Set<Integer> released = new HashSet<>(before.values());
            before.forEach((key, number) -> {
                if (present.contains(key)) {
                    released.remove(number);
                }
            });
            assertThat(IntStream.of(numbers.released()).boxed().toList())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(released);
            assertThat(new HashSet<>(now.values())).as("seed %d", seed).hasSameSizeAs(now.keySet());
            assertThat(numbers.slots()).as("seed %d", seed).isLessThanOrEqualTo(most);
            before = now;
        }
    }
}
