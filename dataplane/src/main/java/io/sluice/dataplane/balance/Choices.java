package io.sluice.dataplane.balance;

import java.util.Arrays;

import io.sluice.dataplane.loop.OnLoop;

/// The endpoints of a cluster that may be picked now, with their weights. Filled anew when that changes, not
/// per request.
@OnLoop
final class Choices {

    private int count;
    private boolean all; // position i is the choice i, and all weigh the same
    private int[] positions = {};
    private long[] cumulated = {}; // sums of weights up to and with each choice
    private boolean even;
    private boolean[] available = {}; // by position

    /// Everything may be picked, and weighs the same.
    void setAll(int endpointCount) {
        count = endpointCount;
        all = true;
        even = true;
    }

    /// Starts with none.
    void clear(int endpointCount) {
        count = 0;
        all = false;
        if (positions.length < endpointCount) {
            positions = new int[endpointCount];
            cumulated = new long[endpointCount];
            available = new boolean[endpointCount];
        }
        Arrays.fill(available, false);
        even = true;
    }

    /// @param weight more than zero
    void add(int position, long weight) {
        even &= count == 0 || weight == cumulated[0];
        positions[count] = position;
        cumulated[count] = (count == 0 ? 0 : cumulated[count - 1]) + weight;
        available[position] = true;
        count++;
    }

    int count() {
        return count;
    }

    /// All choices weigh the same.
    boolean isEven() {
        return even;
    }

    /// Position in the cluster of a choice.
    int position(int choice) {
        return all ? choice : positions[choice];
    }

    boolean isAvailable(int position) {
        return all || available[position];
    }

    /// 1 for each when they are even.
    double relativeWeight(int choice) {
        if (even) {
            return 1;
        }
        long before = choice == 0 ? 0 : cumulated[choice - 1];
        return (double) (cumulated[choice] - before) * count / cumulated[count - 1];
    }

    /// The choice at a point of the line on which each is as long as its weight.
    ///
    /// @param fraction of that line, as an unsigned number of 2^64
    int at(long fraction) {
        if (even) {
            return (int) Math.unsignedMultiplyHigh(fraction, count);
        }
        long point = Math.unsignedMultiplyHigh(fraction, cumulated[count - 1]);
        int found = Arrays.binarySearch(cumulated, 0, count, point + 1);
        return found < 0 ? -found - 1 : found;
    }
}
