package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.sluice.dataplane.http.Octets;

/// The fields that both sides know from the start (RFC 7541, Appendix A), counted from 1.
final class StaticTable {

    static final int COUNT = 61;

    static final int AUTHORITY = 1;
    static final int METHOD_GET = 2;
    static final int METHOD_POST = 3;
    static final int PATH_ROOT = 4;
    static final int SCHEME_HTTP = 6;
    static final int SCHEME_HTTPS = 7;
    static final int STATUS_200 = 8;
    static final int STATUS_204 = 9;
    static final int STATUS_206 = 10;
    static final int STATUS_304 = 11;
    static final int STATUS_400 = 12;
    static final int STATUS_404 = 13;
    static final int STATUS_500 = 14;

    /// Those with a value first; then names alone.
    private static final String[] WITH_VALUE = {
        ":authority", "",
        ":method", "GET",
        ":method", "POST",
        ":path", "/",
        ":path", "/index.html",
        ":scheme", "http",
        ":scheme", "https",
        ":status", "200",
        ":status", "204",
        ":status", "206",
        ":status", "304",
        ":status", "400",
        ":status", "404",
        ":status", "500",
        "accept-charset", "",
        "accept-encoding", "gzip, deflate",
    };

    private static final String[] NAMES_ALONE = {
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate",
    };

    private static final byte[] EMPTY = {};
    private static final byte[][] NAMES = new byte[COUNT + 1][];
    private static final byte[][] VALUES = new byte[COUNT + 1][];
    private static final int[] MARKS = new int[COUNT + 1];

    /// A hash table of names with open addressing: places in the static table, 0 where there is none.
    private static final int SLOTS = 256;

    private static final byte[] BY_NAME = new byte[SLOTS];

    static {
        for (int i = 0; i < WITH_VALUE.length / 2; i++) {
            NAMES[i + 1] = Octets.ascii(WITH_VALUE[2 * i]);
            VALUES[i + 1] = Octets.ascii(WITH_VALUE[2 * i + 1]);
        }
        for (int i = 0; i < NAMES_ALONE.length; i++) {
            NAMES[WITH_VALUE.length / 2 + 1 + i] = Octets.ascii(NAMES_ALONE[i]);
            VALUES[WITH_VALUE.length / 2 + 1 + i] = EMPTY;
        }
        for (int i = 1; i <= COUNT; i++) {
            MARKS[i] = markOf(NAMES[i], VALUES[i]);
            if (find(NAMES[i], 0, NAMES[i].length) == 0) {
                int slot = slot(NAMES[i], 0, NAMES[i].length);
                while (BY_NAME[slot] != 0) {
                    slot = (slot + 1) & (SLOTS - 1);
                }
                BY_NAME[slot] = (byte) i;
            }
        }
    }

    private StaticTable() {}

    private static int markOf(byte[] name, byte[] value) {
        byte[] both = Arrays.copyOf(name, name.length + value.length);
        System.arraycopy(value, 0, both, name.length, value.length);
        return FieldMark.of(both, 0, name.length, name.length, both.length);
    }

    /// Not to be written to.
    static byte[] name(int index) {
        return NAMES[index];
    }

    /// Not to be written to.
    static byte[] value(int index) {
        return VALUES[index];
    }

    /// A [FieldMark].
    static int mark(int index) {
        return MARKS[index];
    }

    /// The first place of that name, in any case; 0 when it has none.
    static int find(byte[] bytes, int from, int to) {
        if (from == to) {
            return 0;
        }
        int slot = slot(bytes, from, to);
        while (BY_NAME[slot] != 0) {
            int index = BY_NAME[slot];
            if (Octets.equalsIgnoreCase(bytes, from, to, NAMES[index])) {
                return index;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return 0;
    }

    private static int slot(byte[] bytes, int from, int to) {
        int first = bytes[from] | 0x20;
        int last = bytes[to - 1] | 0x20;
        int middle = bytes[(from + to) >>> 1] | 0x20;
        return ((to - from) * 31 + first * 7 + last * 13 + middle * 3) & (SLOTS - 1);
    }
}
