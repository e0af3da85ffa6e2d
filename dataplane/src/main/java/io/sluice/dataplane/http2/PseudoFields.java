package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Octets;

/// Where the pseudo fields of one request are (RFC 9113, 8.3.1; RFC 8441, 4): each once, none that is unknown.
final class PseudoFields {

    static final int METHOD = 0;
    static final int SCHEME = 1;
    static final int AUTHORITY = 2;
    static final int PATH = 3;
    static final int PROTOCOL = 4;

    private static final byte[][] NAMES = {
        Octets.ascii(":method"),
        Octets.ascii(":scheme"),
        Octets.ascii(":authority"),
        Octets.ascii(":path"),
        Octets.ascii(":protocol"),
    };
    private static final byte[] CONNECT = Octets.ascii("connect");
    private static final byte[] OPTIONS = Octets.ascii("options");
    private static final int ABSENT = -1;

    private final int[] starts = new int[NAMES.length];
    private final int[] ends = new int[NAMES.length];

    void clear() {
        for (int i = 0; i < NAMES.length; i++) {
            starts[i] = ABSENT;
        }
    }

    /// False: there already.
    boolean add(int which, int valueStart, int valueEnd) {
        if (starts[which] != ABSENT) {
            return false;
        }
        starts[which] = valueStart;
        ends[which] = valueEnd;
        return true;
    }

    /// Which has that name, or -1.
    static int find(byte[] bytes, int from, int to) {
        for (int i = 0; i < NAMES.length; i++) {
            if (equals(bytes, from, to, NAMES[i])) {
                return i;
            }
        }
        return ABSENT;
    }

    private static boolean equals(byte[] bytes, int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[from + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    boolean has(int which) {
        return starts[which] != ABSENT;
    }

    int start(int which) {
        return starts[which];
    }

    int end(int which) {
        return ends[which];
    }

    /// Whether the value is that text, in any case.
    boolean is(int which, byte[] bytes, byte[] lowerCase) {
        return has(which) && Octets.equalsIgnoreCase(bytes, starts[which], ends[which], lowerCase);
    }

    boolean isConnect(byte[] bytes) {
        return is(METHOD, bytes, CONNECT) && bytes[starts[METHOD]] == 'C';
    }

    boolean isToken(int which, byte[] bytes) {
        for (int i = starts[which]; i < ends[which]; i++) {
            if (!Octets.isTchar(bytes[i])) {
                return false;
            }
        }
        return starts[which] < ends[which];
    }

    /// Origin-form, or `*` for OPTIONS.
    boolean isPath(byte[] bytes) {
        int from = starts[PATH];
        int to = ends[PATH];
        boolean isAsterisk = to - from == 1 && bytes[from] == '*' && is(METHOD, bytes, OPTIONS);
        if (from == to || (bytes[from] != '/' && !isAsterisk)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Octets.isTarget(bytes[i])) {
                return false;
            }
        }
        return true;
    }
}
