package io.sluice.dataplane.http;

import io.sluice.dataplane.http.RequestHead.Method;

/// The forms of a request target (RFC 9112, 3.2), brought to origin-form or `*`.
public final class RequestTarget {

    private static final byte[] HTTP = Octets.ascii("http://");
    private static final byte[] HTTPS = Octets.ascii("https://");
    private static final Method[] METHODS = Method.values();
    private static final byte[][] NAMES = names();

    private RequestTarget() {}

    private static byte[][] names() {
        byte[][] names = new byte[METHODS.length][];
        for (Method method : METHODS) {
            names[method.ordinal()] = Octets.ascii(method == Method.OTHER ? "" : method.name());
        }
        return names;
    }

    /// Methods are compared with their case (RFC 9110, 9.1).
    public static Method method(byte[] bytes, int from, int to) {
        for (Method method : METHODS) {
            byte[] name = NAMES[method.ordinal()];
            if (name.length == to - from && startsWith(bytes, from, name)) {
                return method;
            }
        }
        return Method.OTHER;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// Leaves the head with an origin-form target, and the host of an absolute-form in place of the Host field's
    /// (RFC 9112, 3.2.2).
    static Failure resolve(RequestHead head) {
        if (head.method() == Method.CONNECT || head.method() == Method.TRACE) {
            return Failure.METHOD_NOT_ALLOWED;
        }
        byte[] bytes = head.fields().bytes();
        int from = head.targetStart();
        int to = head.targetEnd();
        if (bytes[from] == '/') {
            return Failure.NONE;
        }
        if (bytes[from] == '*' && to == from + 1) {
            return head.method() == Method.OPTIONS ? Failure.NONE : Failure.BAD_TARGET;
        }
        int authority = authorityStart(bytes, from, to);
        return authority < 0 ? Failure.BAD_TARGET : absoluteForm(head, authority);
    }

    private static int authorityStart(byte[] bytes, int from, int to) {
        if (isPrefix(bytes, from, to, HTTP)) {
            return from + HTTP.length;
        }
        return isPrefix(bytes, from, to, HTTPS) ? from + HTTPS.length : -1;
    }

    private static boolean isPrefix(byte[] bytes, int from, int to, byte[] lowerCase) {
        return to - from > lowerCase.length && Octets.equalsIgnoreCase(bytes, from, from + lowerCase.length, lowerCase);
    }

    private static Failure absoluteForm(RequestHead head, int authorityStart) {
        byte[] bytes = head.fields().bytes();
        int to = head.targetEnd();
        int authorityEnd = authorityStart;
        while (authorityEnd < to && bytes[authorityEnd] != '/' && bytes[authorityEnd] != '?') {
            authorityEnd++;
        }
        if (!Authority.isValid(bytes, authorityStart, authorityEnd)) {
            return Failure.BAD_TARGET;
        }
        head.host(authorityStart, authorityEnd);
        if (authorityEnd < to && bytes[authorityEnd] == '/') {
            head.target(authorityEnd, to);
        } else {
            rootTarget(head, authorityEnd, to);
        }
        return Failure.NONE;
    }

    /// `http://host` and `http://host?query` mean the root, which for OPTIONS is written `*` (RFC 9112, 3.2.4).
    private static void rootTarget(RequestHead head, int queryStart, int queryEnd) {
        Fields fields = head.fields();
        int queryBytes = queryEnd - queryStart;
        fields.reserve(queryBytes + 1);
        byte[] bytes = fields.bytes();
        int start = fields.length();
        boolean isServerWide = queryBytes == 0 && head.method() == Method.OPTIONS;
        bytes[start] = (byte) (isServerWide ? '*' : '/');
        System.arraycopy(bytes, queryStart, bytes, start + 1, queryBytes);
        fields.advance(queryBytes + 1);
        head.target(start, start + 1 + queryBytes);
    }
}
