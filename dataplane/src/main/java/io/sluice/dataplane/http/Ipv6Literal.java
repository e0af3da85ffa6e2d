package io.sluice.dataplane.http;

/// The text of an IPv6 address (RFC 3986, 3.2.2; RFC 4291, 2.2), without brackets and zone.
final class Ipv6Literal {

    private static final int GROUPS = 8;
    private static final int MAX_GROUP_DIGITS = 4;
    private static final int IPV4_PARTS = 4;

    private Ipv6Literal() {}

    /// Whether `[from, to)` is eight groups, fewer with one `::`, the last two of them perhaps as an IPv4 address.
    static boolean isValid(byte[] bytes, int from, int to) {
        int groups = 0;
        boolean shortened = false;
        int i = from;
        while (i < to) {
            boolean isGap = bytes[i] == ':' && i + 1 < to && bytes[i + 1] == ':';
            if (isGap) {
                if (shortened) {
                    return false;
                }
                shortened = true;
                i += 2;
                continue;
            }
            boolean followsGap = i >= from + 2 && bytes[i - 1] == ':' && bytes[i - 2] == ':';
            if (i > from && !followsGap && bytes[i++] != ':') {
                return false;
            }
            int end = groupEnd(bytes, i, to);
            if (end < to && bytes[end] == '.') {
                return isIpv4(bytes, i, to) && isCount(groups + 2, shortened);
            }
            if (end == i || end - i > MAX_GROUP_DIGITS) {
                return false;
            }
            groups++;
            i = end;
        }
        return isCount(groups, shortened);
    }

    private static boolean isCount(int groups, boolean shortened) {
        return shortened ? groups < GROUPS : groups == GROUPS;
    }

    private static int groupEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.hexValue(bytes[i]) >= 0) {
            i++;
        }
        return i;
    }

    /// Whether `[from, to)` is four numbers up to 255, without leading zeros.
    static boolean isIpv4(byte[] bytes, int from, int to) {
        int i = from;
        for (int part = 1; part <= IPV4_PARTS; part++) {
            int start = i;
            int value = 0;
            while (i < to && Octets.isDigit(bytes[i]) && i - start < 3) {
                value = value * 10 + bytes[i++] - '0';
            }
            boolean leadingZero = i - start > 1 && bytes[start] == '0';
            if (i == start || leadingZero || value > 255) {
                return false;
            }
            if (part < IPV4_PARTS && (i == to || bytes[i++] != '.')) {
                return false;
            }
        }
        return i == to;
    }
}
