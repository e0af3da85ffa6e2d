package io.sluice.dataplane.snapshot;

import java.util.List;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;

/// All paths below some prefixes, by whole segments. For a handful of prefixes: each is compared.
public final class PathSet {

    /// Every path.
    public static final PathSet ALL = new PathSet(List.of("/"));

    private final byte[][] prefixes; // without the last slash

    /// @param prefixes start with `/`
    PathSet(List<String> prefixes) {
        this.prefixes = prefixes.stream()
                .map(PathTable::withoutTrailingSlash)
                .map(Octets::ascii)
                .toArray(byte[][]::new);
    }

    public boolean contains(RequestHead head) {
        byte[] bytes = head.fields().bytes();
        int from = head.targetStart();
        int to = PathNormalizer.pathEnd(bytes, from, head.targetEnd());
        for (byte[] prefix : prefixes) {
            if (isBelow(prefix, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelow(byte[] prefix, byte[] bytes, int from, int to) {
        int rest = from + prefix.length;
        if (rest > to || (rest < to && bytes[rest] != '/')) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
