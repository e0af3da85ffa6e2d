package io.sluice.dataplane.snapshot;

import java.security.SecureRandom;
import java.util.List;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.HostName;

/// Exact host names to the routes of each. One probe of a flat table, whatever the number of hosts.
final class HostTable {

    /*
     * Open addressing in a table at most half full. Full hashes stand beside the slots and all names lie in one array,
     * so that a look-up touches three cache lines and no objects but its result. Tenants choose the names: the hash
     * starts from a secret, so that nobody can choose many names of one hash and make all look-ups slow.
     */
    private static final long SEED = new SecureRandom().nextLong();
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final int[] hashes;
    private final int[] entries; // entry number + 1, 0 for free
    private final int[] nameEnds;
    private final byte[] names;
    private final PathTable[] paths;
    private final int mask;

    /// @param hosts no name twice
    /// @param paths one per host, same order
    HostTable(List<HostName> hosts, List<PathTable> paths) {
        this(hosts, paths, SEED);
    }

    HostTable(List<HostName> hosts, List<PathTable> paths, long seed) {
        this.seed = seed;
        int capacity = Integer.highestOneBit(Math.max(1, hosts.size()) * 4 - 1);
        hashes = new int[capacity];
        entries = new int[capacity];
        mask = capacity - 1;
        nameEnds = new int[hosts.size() + 1];
        names = Octets.ascii(String.join("", hosts.stream().map(HostName::value).toList()));
        this.paths = paths.toArray(PathTable[]::new);
        for (int i = 0; i < hosts.size(); i++) {
            nameEnds[i + 1] = nameEnds[i] + hosts.get(i).value().length();
            put(i);
        }
    }

    private void put(int entry) {
        int hash = hash(seed, names, nameEnds[entry], nameEnds[entry + 1]);
        int slot = hash & mask;
        while (entries[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        entries[slot] = entry + 1;
    }

    static int hash(long seed, byte[] bytes, int from, int to) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ Octets.lower(bytes[i])) * MULTIPLIER;
        }
        return (int) (hash ^ (hash >>> 32));
    }

    /// The routes of the host `[from, to)`, in any case; `otherwise` when it is not here.
    PathTable find(byte[] bytes, int from, int to, PathTable otherwise) {
        int hash = hash(seed, bytes, from, to);
        int slot = hash & mask;
        while (entries[slot] != 0) {
            if (hashes[slot] == hash && isSame(entries[slot] - 1, bytes, from, to)) {
                return paths[entries[slot] - 1];
            }
            slot = (slot + 1) & mask;
        }
        return otherwise;
    }

    private boolean isSame(int entry, byte[] bytes, int from, int to) {
        int nameStart = nameEnds[entry];
        if (nameEnds[entry + 1] - nameStart != to - from) {
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
