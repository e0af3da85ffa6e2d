package io.sluice.dataplane.http;

import java.net.InetAddress;

/// An IP address as 128 bits, an IPv4 address as `::ffff:a.b.c.d`. Filled anew for each one that is looked at, so that
/// reading one from a field makes no object.
public final class IpAddress {

    private static final long IPV4_PREFIX = 0xffffL << 32;
    private static final int MAX_PORT_DIGITS = 5;

    private long high;
    private long low;
    private int textStart;
    private int textEnd;

    public static IpAddress of(InetAddress address) {
        IpAddress made = new IpAddress();
        made.set(address);
        return made;
    }

    public void set(InetAddress address) {
        byte[] bytes = address.getAddress();
        high = 0;
        low = bytes.length == 4 ? 0xffff : 0;
        for (byte b : bytes) {
            high = high << 8 | low >>> 56;
            low = low << 8 | (b & 0xff);
        }
    }

    public void set(IpAddress other) {
        high = other.high;
        low = other.low;
    }

    /// The first eight bytes.
    public long high() {
        return high;
    }

    /// The last eight bytes.
    public long low() {
        return low;
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /// Where the address alone stood in what was parsed last: without brackets and port.
    public int textStart() {
        return textStart;
    }

    public int textEnd() {
        return textEnd;
    }

    /// Reads `[from, to)`: an address as X-Forwarded-For has it, with or without a port, an IPv6 address with or
    /// without brackets. False for anything else; the address is then undefined.
    public boolean parse(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            int close = indexOf(bytes, (byte) ']', from, to);
            return close < to && isPort(bytes, close + 1, to) && parseIpv6(bytes, from + 1, close);
        }
        int colon = indexOf(bytes, (byte) ':', from, to);
        boolean hasMore = colon < to && indexOf(bytes, (byte) ':', colon + 1, to) < to;
        if (hasMore) {
            return parseIpv6(bytes, from, to);
        }
        return isPort(bytes, colon, to) && parseIpv4(bytes, from, colon);
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    /// Nothing, or a colon and digits.
    private static boolean isPort(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        int digits = to - from - 1;
        if (bytes[from] != ':' || digits < 1 || digits > MAX_PORT_DIGITS) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean parseIpv4(byte[] bytes, int from, int to) {
        textStart = from;
        textEnd = to;
        high = 0;
        if (!Ipv6Literal.isIpv4(bytes, from, to)) {
            return false;
        }
        low = IPV4_PREFIX | ipv4(bytes, from, to);
        return true;
    }

    /// Of a valid address.
    private static long ipv4(byte[] bytes, int from, int to) {
        long all = 0;
        int part = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '.') {
                all = all << 8 | part;
                part = 0;
            } else {
                part = part * 10 + bytes[i] - '0';
            }
        }
        return all << 8 | part;
    }

    private boolean parseIpv6(byte[] bytes, int from, int to) {
        textStart = from;
        textEnd = to;
        high = 0;
        low = 0;
        if (!Ipv6Literal.isValid(bytes, from, to)) {
            return false;
        }
        int gap = gapStart(bytes, from, to);
        int bits = append(bytes, from, gap, 0);
        int missing = gap == to ? 0 : 128 - bits - bitsIn(bytes, gap + 2, to);
        append(bytes, gap == to ? to : gap + 2, to, bits + missing);
        return true;
    }

    /// Start of `::`, or `to`.
    private static int gapStart(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == ':' && bytes[i + 1] == ':') {
                return i;
            }
        }
        return to;
    }

    /// How much the groups of `[from, to)` stand for.
    private static int bitsIn(byte[] bytes, int from, int to) {
        int bits = from < to ? 16 : 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == ':') {
                bits += 16;
            }
        }
        return indexOf(bytes, (byte) '.', from, to) < to ? bits + 16 : bits;
    }

    /// Puts the groups of `[from, to)`, which has no gap, behind so many bits.
    ///
    /// @return how many bits are in use then
    private int append(byte[] bytes, int from, int to, int usedBits) {
        int bits = usedBits;
        int i = from;
        while (i < to) {
            int end = indexOf(bytes, (byte) ':', i, to);
            if (indexOf(bytes, (byte) '.', i, end) < end) {
                low |= ipv4(bytes, i, end);
                bits += 32;
            } else {
                bits += 16;
                put(hexadecimal(bytes, i, end), bits);
            }
            i = end + 1;
        }
        return bits;
    }

    private void put(long group, int endBit) {
        if (endBit <= 64) {
            high |= group << (64 - endBit);
        } else {
            low |= group << (128 - endBit);
        }
    }

    private static long hexadecimal(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | Octets.hexValue(bytes[i]);
        }
        return value;
    }
}
