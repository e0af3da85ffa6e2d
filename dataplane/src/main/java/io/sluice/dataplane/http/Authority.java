package io.sluice.dataplane.http;

/// The rule for `uri-host [":" port]` (RFC 9110, 7.2; RFC 3986, 3.2.2).
public final class Authority {

    private static final int MAX_PORT = 65_535;

    private Authority() {}

    /// Whether `[from, to)` is a host with or without a port: no user info, no list, no path.
    public static boolean isValid(byte[] bytes, int from, int to) {
        int hostEnd = hostEnd(bytes, from, to);
        if (hostEnd <= from) {
            return false;
        }
        return hostEnd == to || isPort(bytes, hostEnd + 1, to);
    }

    /// Index behind the host's last character, where a `:` and the port may follow; -1 when it is no host.
    public static int hostEnd(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            return literalEnd(bytes, from, to);
        }
        int i = from;
        while (i < to && Octets.isHost(bytes[i])) {
            if (bytes[i] == '%' && !isEscape(bytes, i, to)) {
                return -1;
            }
            i++;
        }
        return i == to || bytes[i] == ':' ? i : -1;
    }

    private static boolean isEscape(byte[] bytes, int percent, int to) {
        return percent + 2 < to && Octets.hexValue(bytes[percent + 1]) >= 0 && Octets.hexValue(bytes[percent + 2]) >= 0;
    }

    private static int literalEnd(byte[] bytes, int from, int to) {
        int i = from + 1;
        while (i < to && bytes[i] != ']') {
            i++;
        }
        boolean closed = i < to && Ipv6Literal.isValid(bytes, from + 1, i);
        return closed && (i + 1 == to || bytes[i + 1] == ':') ? i + 1 : -1;
    }

    /// Digits up to 65535; an empty port is allowed (RFC 3986, 3.2.3).
    private static boolean isPort(byte[] bytes, int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
            if (port > MAX_PORT) {
                return false;
            }
        }
        return true;
    }
}
