package io.sluice.dataplane.http;

/// Brings the path of a request target to the one form that is matched and forwarded alike: percent-encoded unreserved
/// characters decoded, dot segments removed (RFC 3986, 6.2.2). Doubled slashes stay: they mean something to some
/// applications.
public final class PathNormalizer {

    private PathNormalizer() {}

    /// Rewrites the target where that is needed; [Failure#NONE], or [Failure#BAD_TARGET] for a broken escape.
    public static Failure normalize(RequestHead head) {
        byte[] bytes = head.fields().bytes();
        int to = head.targetEnd();
        byte previous = 0;
        for (int i = head.targetStart(); i < to; i++) {
            byte b = bytes[i];
            if (b == '?') {
                return Failure.NONE;
            }
            if (b == '%' || (b == '.' && previous == '/')) {
                return rewrite(head);
            }
            previous = b;
        }
        return Failure.NONE;
    }

    private static Failure rewrite(RequestHead head) {
        Fields fields = head.fields();
        int from = head.targetStart();
        int to = head.targetEnd();
        fields.reserve(to - from + 1);
        byte[] bytes = fields.bytes();
        int start = fields.length();
        int pathEnd = pathEnd(bytes, from, to);
        int end = decode(bytes, from, pathEnd, start);
        if (end < 0) {
            return Failure.BAD_TARGET;
        }
        end = removeDotSegments(bytes, start, end);
        head.encodedSeparatorAt(encodedSeparator(bytes, start, end));
        System.arraycopy(bytes, pathEnd, bytes, end, to - pathEnd);
        end += to - pathEnd;
        fields.advance(end - start);
        head.target(start, end);
        return Failure.NONE;
    }

    /// Index of the query's `?`, or `to`.
    public static int pathEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '?') {
            i++;
        }
        return i;
    }

    /// Copies `[from, to)` to `out` with unreserved escapes decoded; the end of the copy, or -1 for a broken escape.
    private static int decode(byte[] bytes, int from, int to, int out) {
        int o = out;
        int i = from;
        while (i < to) {
            if (bytes[i] != '%') {
                bytes[o++] = bytes[i++];
                continue;
            }
            int value = i + 2 < to ? escape(bytes, i) : -1;
            if (value < 0) {
                return -1;
            }
            if (isUnreserved(value)) {
                bytes[o++] = (byte) value;
            } else {
                System.arraycopy(bytes, i, bytes, o, 3);
                o += 3;
            }
            i += 3;
        }
        return o;
    }

    private static int escape(byte[] bytes, int percent) {
        int high = Octets.hexValue(bytes[percent + 1]);
        int low = Octets.hexValue(bytes[percent + 2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /// RFC 3986, 5.2.4, in place; the new end.
    private static int removeDotSegments(byte[] bytes, int start, int end) {
        int o = start;
        int i = start;
        while (i < end) {
            int segmentEnd = segmentEnd(bytes, i + 1, end);
            int length = segmentEnd - i - 1;
            boolean isLast = segmentEnd == end;
            if (length == 1 && bytes[i + 1] == '.') {
                o = isLast ? slash(bytes, o) : o;
            } else if (length == 2 && bytes[i + 1] == '.' && bytes[i + 2] == '.') {
                o = parent(bytes, start, o);
                o = isLast ? slash(bytes, o) : o;
            } else {
                System.arraycopy(bytes, i, bytes, o, segmentEnd - i);
                o += segmentEnd - i;
            }
            i = segmentEnd;
        }
        return o;
    }

    private static int segmentEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '/') {
            i++;
        }
        return i;
    }

    private static int slash(byte[] bytes, int at) {
        bytes[at] = '/';
        return at + 1;
    }

    /// Drops the last `/segment` of `[start, end)`.
    private static int parent(byte[] bytes, int start, int end) {
        int i = end;
        while (i > start && bytes[i - 1] != '/') {
            i--;
        }
        return Math.max(start, i - 1);
    }

    /// Offset of the first `%2f`, `%5c` or `%00` in the path, or -1.
    private static int encodedSeparator(byte[] bytes, int start, int end) {
        for (int i = start; i < end - 2; i++) {
            if (bytes[i] == '%') {
                int value = escape(bytes, i);
                if (value == '/' || value == '\\' || value == 0) {
                    return i - start;
                }
            }
        }
        return -1;
    }
}
