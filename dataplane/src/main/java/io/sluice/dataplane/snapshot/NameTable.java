package io.sluice.dataplane.snapshot;

import java.util.List;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.HostName;

/// Host names to their positions in a list. A look-up is one probe of a flat table, whatever the number of
/// names, with a hash that is carried from the name's end to its start: on the way it is the hash of each
/// suffix.
final class NameTable {

    static final int NONE = -1;

    /*
     * Open addressing in a table at most half full. Full hashes stand beside the slots and all names lie in one array,
     * so that a look-up touches three cache lines and no objects. Tenants choose the names: the hash starts from a
     * secret, so that nobody can choose many names of one hash and make all look-ups slow.
     */
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final int[] hashes;
    private final int[] entries; // position + 1, 0 for free
    private final int[] nameEnds;
    private final byte[] names;
    private final int mask;
    private final int maxNameBytes;

    /// @param all no name twice
    /// @param seed where hashes start from
    NameTable(List<HostName> all, long seed) {
        this.seed = seed;
        int capacity = Integer.highestOneBit(Math.max(1, all.size()) * 4 - 1);
        hashes = new int[capacity];
        entries = new int[capacity];
        mask = capacity - 1;
        nameEnds = new int[all.size() + 1];
        names = Octets.ascii(String.join("", all.stream().map(HostName::value).toList()));
        int longest = 0;
        for (int i = 0; i < all.size(); i++) {
            int length = all.get(i).value().length();
            nameEnds[i + 1] = nameEnds[i] + length;
            longest = Math.max(longest, length);
            put(i);
        }
        maxNameBytes = longest;
    }

    private void put(int position) {
        int hash = hash(seed, names, nameEnds[position], nameEnds[position + 1]);
        int slot = hash & mask;
        while (entries[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        entries[slot] = position + 1;
    }

    static int hash(long seed, byte[] bytes, int from, int to) {
        long hash = seed;
        for (int i = to - 1; i >= from; i--) {
            hash = step(hash, bytes[i]);
        }
        return finished(hash);
    }

    private static long step(long hash, byte b) {
        return (hash ^ Octets.lower(b)) * MULTIPLIER;
    }

    private static int finished(long hash) {
        return (int) (hash ^ (hash >>> 32));
    }

    /// Position of the name `[from, to)`, in any case, or [#NONE].
    int find(byte[] bytes, int from, int to) {
        return to - from > maxNameBytes ? NONE : probe(hash(seed, bytes, from, to), bytes, from, to);
    }

    /// Position of the longest name that `[from, to)` lies below, by at least one label, or [#NONE].
    int findAbove(byte[] bytes, int from, int to) {
        int best = NONE;
        int first = Math.max(from + 1, to - maxNameBytes - 1); // where the dot before the longest name would be
        long hash = seed;
        for (int i = to - 1; i >= first; i--) {
            if (bytes[i] == '.') {
                int found = probe(finished(hash), bytes, i + 1, to);
                best = found == NONE ? best : found;
            }
            hash = step(hash, bytes[i]);
        }
        return best;
    }

    private int probe(int hash, byte[] bytes, int from, int to) {
        int slot = hash & mask;
        while (entries[slot] != 0) {
            if (hashes[slot] == hash && isSame(entries[slot] - 1, bytes, from, to)) {
                return entries[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    private boolean isSame(int position, byte[] bytes, int from, int to) {
        int nameStart = nameEnds[position];
        if (nameEnds[position + 1] - nameStart != to - from) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (names[nameStart + i] != Octets.lower(bytes[from + i])) {
                return false;
            }
        }
        return true;
    }
}
