package io.sluice.dataplane.http2;

/// The streams of one connection that were closed last, and whether by us: what the client sent before it knew is no
/// error then (RFC 9113, 5.1).
final class ClosedStreams {

    private static final int KEPT = 128;

    private final int[] ids = new int[KEPT]; // a ring
    private final boolean[] byUs = new boolean[KEPT];
    private int next;

    void add(int id, boolean wasReset) {
        ids[next] = id;
        byUs[next] = wasReset;
        next = (next + 1) % KEPT;
    }

    boolean contains(int id) {
        return find(id) >= 0;
    }

    /// We have reset it.
    boolean wasReset(int id) {
        int at = find(id);
        return at >= 0 && byUs[at];
    }

    private int find(int id) {
        for (int i = 0; i < KEPT; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
