package io.sluice.controlplane.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody most likely meant.
public final class NearestName {

    /// No name of ours is longer; a longer text resembles none and is not compared.
    private static final int MAX_LENGTH = 64;

    private NearestName() {}

    /// The candidate with the least edits; the first in alphabetical order among equals; empty when none resembles the
    /// text, which is when more than a third of it, and more than two characters, would change.
    public static Optional<String> of(String text, Collection<String> candidates) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String wanted = normalized(text);
        String nearest = "";
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String candidate : candidates.stream().sorted().toList()) {
            int distance = distance(wanted, normalized(candidate));
            if (distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /// `did you mean 'hosts'?`, or the given text when nothing is near.
    public static String hint(String text, Collection<String> candidates, String otherwise) {
        return of(text, candidates)
                .map(name -> "did you mean " + Printable.quoted(name) + "?")
                .orElse(otherwise);
    }

    /// Case and the choice between `-` and `_` are the commonest slips, so they are no edits.
    private static String normalized(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /* Levenshtein distance with swaps of neighbours (optimal string alignment), by rows: `previous` and `beforePrevious`
     * hold the distances of the text's shorter prefixes to every prefix of the candidate. */
    private static int distance(String text, String candidate) {
        int[] beforePrevious = new int[candidate.length() + 1];
        int[] previous = new int[candidate.length() + 1];
        int[] current = new int[candidate.length() + 1];
        for (int column = 0; column <= candidate.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= text.length(); row++) {
            current[0] = row;
            for (int column = 1; column <= candidate.length(); column++) {
                int change = text.charAt(row - 1) == candidate.charAt(column - 1) ? 0 : 1;
                int best = Math.min(previous[column - 1] + change, Math.min(previous[column], current[column - 1]) + 1);
                if (isSwap(text, row, candidate, column)) {
                    best = Math.min(best, beforePrevious[column - 2] + 1);
                }
                current[column] = best;
            }
            int[] oldest = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = oldest;
        }
        return previous[candidate.length()];
    }

    private static boolean isSwap(String text, int row, String candidate, int column) {
        return row > 1
                && column > 1
                && text.charAt(row - 1) == candidate.charAt(column - 2)
                && text.charAt(row - 2) == candidate.charAt(column - 1);
    }
}
