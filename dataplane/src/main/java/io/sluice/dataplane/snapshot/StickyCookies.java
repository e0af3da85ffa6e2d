package io.sluice.dataplane.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.StableHash;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;

/// The cookie that names each endpoint of a cluster, and the way back. Made when the snapshot is compiled: a
/// request costs a look-up, no cryptography.
public final class StickyCookies {

    /// No endpoint has that value.
    public static final int NOBODY = -1;

    private final byte[] name;
    private final byte[][] values; // by position
    private final byte[][] lines; // by position
    private final int[] slots; // position + 1, 0 for free
    private final int mask;

    /// @param cookie a token (RFC 9110, 5.6.2)
    StickyCookies(String cookie, Cluster cluster, CookieKey key) {
        name = Octets.ascii(cookie);
        values = key.values(
                cluster.name(), cluster.endpoints().stream().map(Endpoint::name).toArray(String[]::new));
        lines = new byte[values.length][];
        int capacity = Integer.highestOneBit(Math.max(1, values.length) * 4 - 1);
        slots = new int[capacity];
        mask = capacity - 1;
        for (int i = 0; i < values.length; i++) {
            put(i);
            lines[i] = Octets.ascii("set-cookie: " + cookie + "=" + new String(values[i], StandardCharsets.US_ASCII)
                    + "; Path=/; HttpOnly; SameSite=Lax\r\n");
        }
    }

    private void put(int position) {
        int slot = slot(values[position], 0, values[position].length);
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = position + 1;
    }

    private int slot(byte[] bytes, int from, int to) {
        return (int) StableHash.of(bytes, from, to) & mask;
    }

    /// Of the cookie.
    public byte[] name() {
        return name;
    }

    /// Position of the endpoint that the value `[from, to)` names, or [#NOBODY]. While a task is replaced, two
    /// endpoints may have one name.
    ///
    /// @param previous the answer before, to ask for another of the same name; [#NOBODY]: any
    public int find(byte[] bytes, int from, int to, int previous) {
        int slot = slot(bytes, from, to);
        boolean isBehind = previous == NOBODY;
        while (slots[slot] != 0) {
            int position = slots[slot] - 1;
            if (isBehind && Arrays.equals(values[position], 0, values[position].length, bytes, from, to)) {
                return position;
            }
            isBehind |= position == previous;
            slot = (slot + 1) & mask;
        }
        return NOBODY;
    }

    /// The line that gives a client the cookie of the endpoint at that position; not to be written to.
    public byte[] setLine(int position) {
        return lines[position];
    }
}
