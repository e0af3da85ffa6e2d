package io.sluice.dataplane.snapshot;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Small numbers for things that come and go: whatever stays from one generation to the next keeps its number, and free
/// numbers are used again, so that loops can keep their state in arrays.
final class StableNumbers<K> {

    private final Map<K, Integer> numbers = new HashMap<>();
    private final BitSet used = new BitSet();
    private final BitSet released = new BitSet();
    private int lowestFree;

    /// @param present every key of the new generation
    StableNumbers(StableNumbers<K> previous, Collection<K> present) {
        for (K key : present) {
            Integer number = previous.numbers.get(key);
            if (number != null) {
                numbers.put(key, number);
                used.set(number);
            }
        }
        released.or(previous.used);
        released.andNot(used);
        for (K key : present) {
            numbers.computeIfAbsent(key, ignored -> nextFree());
        }
    }

    private StableNumbers() {}

    static <K> StableNumbers<K> none() {
        return new StableNumbers<>();
    }

    private int nextFree() {
        int free = used.nextClearBit(lowestFree);
        lowestFree = free + 1;
        used.set(free);
        return free;
    }

    int of(K key) {
        return Objects.requireNonNull(numbers.get(key));
    }

    /// One more than the highest number.
    int slots() {
        return used.length();
    }

    /// Numbers whose key is gone; another key may have them now.
    int[] released() {
        return released.stream().toArray();
    }
}
