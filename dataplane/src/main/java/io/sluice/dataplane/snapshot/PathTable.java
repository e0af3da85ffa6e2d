package io.sluice.dataplane.snapshot;

import java.util.List;

import io.sluice.dataplane.http.Octets;

/// The routes of one host by path prefix. Costs one probe per segment of the path, however many routes there are.
final class PathTable {

    static final int NO_ROUTE = -1;

    /// No route at all.
    static final PathTable EMPTY = new PathTable(List.of());

    /*
     * A hash table of prefixes, probed at each segment's end while the hash of the path so far is carried along: the
     * last hit is the longest prefix. Linear probing in a table at most half full.
     */
    private final byte[][] prefixes;
    private final int[] routes; // route index + 1, 0 for free
    private final int mask;
    private final int maxPrefixBytes;
    private final int root;

    PathTable(List<CompiledRoute> all) {
        int capacity = Integer.highestOneBit(Math.max(1, all.size()) * 4 - 1);
        prefixes = new byte[capacity][];
        routes = new int[capacity];
        mask = capacity - 1;
        int rootRoute = NO_ROUTE;
        int longest = 0;
        for (CompiledRoute route : all) {
            byte[] prefix = Octets.ascii(withoutTrailingSlash(route.route().pathPrefix()));
            if (prefix.length == 0) {
                rootRoute = route.index();
            } else {
                put(prefix, route.index());
                longest = Math.max(longest, prefix.length);
            }
        }
        root = rootRoute;
        maxPrefixBytes = longest;
    }

    static String withoutTrailingSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private void put(byte[] prefix, int route) {
        int slot = hash(prefix) & mask;
        while (routes[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        prefixes[slot] = prefix;
        routes[slot] = route + 1;
    }

    private static int hash(byte[] prefix) {
        int hash = 0;
        for (byte b : prefix) {
            hash = step(hash, b);
        }
        return finished(hash);
    }

    private static int step(int hash, byte b) {
        return hash * 31 + b;
    }

    private static int finished(int hash) {
        return hash ^ (hash >>> 15);
    }

    /// Longest prefix in bytes; an ambiguous path matters up to here.
    int maxPrefixBytes() {
        return maxPrefixBytes;
    }

    /// Index of the route with the longest prefix that covers whole segments of the path `[from, to)`, or [#NO_ROUTE].
    int find(byte[] bytes, int from, int to) {
        int best = root;
        int limit = Math.min(to, from + maxPrefixBytes);
        if (limit <= from) {
            return best;
        }
        int hash = step(0, bytes[from]);
        for (int i = from + 1; i < limit; i++) {
            if (bytes[i] == '/') {
                best = probe(finished(hash), bytes, from, i, best);
            }
            hash = step(hash, bytes[i]);
        }
        boolean endsSegment = limit == to || bytes[limit] == '/';
        return endsSegment ? probe(finished(hash), bytes, from, limit, best) : best;
    }

    private int probe(int hash, byte[] bytes, int from, int to, int otherwise) {
        int slot = hash & mask;
        while (routes[slot] != 0) {
            if (isSame(prefixes[slot], bytes, from, to)) {
                return routes[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        return otherwise;
    }

    private static boolean isSame(byte[] prefix, byte[] bytes, int from, int to) {
        if (prefix.length != to - from) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (prefix[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
