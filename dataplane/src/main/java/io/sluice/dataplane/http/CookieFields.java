package io.sluice.dataplane.http;

/// Finds a cookie in a request (RFC 6265, 5.4). A range of bytes is one number, so that a search makes no
/// object: the start in the high half, the end in the low.
public final class CookieFields {

    /// The request does not have it.
    public static final long ABSENT = -1;

    private CookieFields() {}

    /// The first value of that name, without quotes around it; empty values count as absent.
    public static long find(Fields fields, byte[] name) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) == FieldId.COOKIE) {
                long range = find(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), name);
                if (range != ABSENT) {
                    return range;
                }
            }
        }
        return ABSENT;
    }

    public static int start(long range) {
        return (int) (range >>> 32);
    }

    public static int end(long range) {
        return (int) range;
    }

    private static long find(byte[] bytes, int from, int to, byte[] name) {
        int start = from;
        while (start < to) {
            int end = indexOf(bytes, start, to, ';');
            int pair = skipBlanks(bytes, start, end);
            if (isNamed(bytes, pair, end, name)) {
                return value(bytes, pair + name.length + 1, end);
            }
            start = end + 1;
        }
        return ABSENT;
    }

    /// Names of cookies differ by case.
    private static boolean isNamed(byte[] bytes, int from, int to, byte[] name) {
        if (to - from <= name.length || bytes[from + name.length] != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long value(byte[] bytes, int from, int to) {
        int start = skipBlanks(bytes, from, to);
        int end = to;
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        if (end - start >= 2 && bytes[start] == '"' && bytes[end - 1] == '"') {
            start++;
            end--;
        }
        return start == end ? ABSENT : (long) start << 32 | end;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int indexOf(byte[] bytes, int from, int to, char wanted) {
        int i = from;
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }
}
