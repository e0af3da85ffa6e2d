package io.sluice.dataplane.balance;

import java.util.SplittableRandom;

/// Draws two choices at random by weight, different ones if that is not too much to ask. The better of two is
/// nearly as good as the best of all, and nobody runs after the same best (Mitzenmacher 2001).
final class TwoChoices {

    /// Where one weighs nearly everything, it may be drawn again and again.
    private static final int TRIES = 3;

    private TwoChoices() {}

    static int first(Choices choices, SplittableRandom random) {
        return choices.isEven() ? random.nextInt(choices.count()) : choices.at(random.nextLong());
    }

    static int second(Choices choices, SplittableRandom random, int first) {
        if (choices.isEven()) {
            int other = random.nextInt(choices.count() - 1);
            return other < first ? other : other + 1;
        }
        int second = first;
        for (int i = 0; i < TRIES && second == first; i++) {
            second = choices.at(random.nextLong());
        }
        return second;
    }
}
