package io.sluice.dataplane.snapshot;

import java.util.List;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.StableHash;
import io.sluice.dataplane.model.Endpoint;

/// Consistent hashing by one look-up (Eisenbud et al., Maglev, NSDI 2016): keys spread over a cluster's
/// endpoints by weight, and nearly all keep theirs when an endpoint comes or goes. An endpoint's share follows
/// its name, so that the task which replaces another in its slot inherits it. The same for the same endpoints
/// in every process.
public final class MaglevTable {

    /*
     * Every endpoint has a permutation of all entries, made of its name. They take turns, as often as their weights
     * say, and each takes the first entry of its permutation that is free. The number of entries is prime, so that any
     * step visits all of them, and a hundred times the number of endpoints, so that shares differ by a percent or so.
     * Tables of different sizes have nothing in common, and most keys move from one to the other: so there are two
     * sizes only, and few clusters ever pass from one to the other. In very large clusters the shares are coarser
     * rather than the table larger.
     */
    private static final int ENTRIES_PER_ENDPOINT = 100;
    private static final int SMALL = 2039;
    private static final int LARGE = 65_537;

    private final int[] positions;

    /// @param endpoints at least one
    MaglevTable(List<Endpoint> endpoints) {
        positions = new int[size(endpoints.size())];
        fill(endpoints);
    }

    private static int size(int endpointCount) {
        return (long) endpointCount * ENTRIES_PER_ENDPOINT <= SMALL ? SMALL : LARGE;
    }

    private void fill(List<Endpoint> endpoints) {
        int count = endpoints.size();
        int[] next = new int[count];
        int[] step = new int[count];
        double[] due = new double[count]; // turns that a weight has earned, less those taken
        double heaviest = endpoints.stream().mapToInt(Endpoint::weight).max().orElseThrow();
        for (int i = 0; i < count; i++) {
            byte[] name = Octets.ascii(endpoints.get(i).name());
            long hash = StableHash.of(name, 0, name.length);
            next[i] = (int) Long.remainderUnsigned(hash, positions.length);
            step[i] = 1 + (int) Long.remainderUnsigned(StableHash.mix(hash), positions.length - 1);
        }
        boolean[] taken = new boolean[positions.length];
        int free = positions.length;
        while (free > 0) {
            for (int i = 0; i < count && free > 0; i++) {
                due[i] += endpoints.get(i).weight() / heaviest;
                if (due[i] >= 1) {
                    due[i]--;
                    next[i] = take(i, next[i], step[i], taken);
                    free--;
                }
            }
        }
    }

    /// @return where the endpoint's permutation goes on
    private int take(int endpoint, int from, int step, boolean[] taken) {
        int entry = from;
        while (taken[entry]) {
            entry = (entry + step) % positions.length;
        }
        taken[entry] = true;
        positions[entry] = endpoint;
        return entry;
    }

    /// Position in the cluster of the endpoint that the key belongs to.
    ///
    /// @param key well mixed: a [StableHash]
    public int position(long key) {
        return positions[(int) Math.unsignedMultiplyHigh(key, positions.length)];
    }

    public int size() {
        return positions.length;
    }
}
