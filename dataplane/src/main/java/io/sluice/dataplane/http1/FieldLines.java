package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;

/// The grammar of one field line (RFC 9112, 5), without its obsolete parts: no folding, no bare line feed, no white
/// space before the colon.
final class FieldLines {

    private FieldLines() {}

    /// Adds the line `[start, lineFeed]` to the index; [Failure#NONE] or what is wrong with it.
    static Failure add(Fields fields, int start, int lineFeed) {
        byte[] bytes = fields.bytes();
        int end = lineFeed - 1;
        if (end < start || bytes[end] != '\r') {
            return Failure.BARE_LINE_FEED;
        }
        int colon = nameEnd(bytes, start, end);
        if (colon == start || colon == end || bytes[colon] != ':') {
            return isBlank(bytes[start]) ? Failure.FOLDED_FIELD : Failure.BAD_FIELD_NAME;
        }
        int valueStart = skipBlanks(bytes, colon + 1, end);
        int valueEnd = trimBlanks(bytes, valueStart, end);
        if (!Octets.isFieldValue(bytes, valueStart, valueEnd)) {
            return Failure.BAD_FIELD_VALUE;
        }
        fields.add(FieldId.of(bytes, start, colon), start, colon, valueStart, valueEnd, lineFeed + 1);
        return Failure.NONE;
    }

    private static int nameEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.isTchar(bytes[i])) {
            i++;
        }
        return i;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private static int trimBlanks(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && isBlank(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /// The value as a count of bytes: 1 to 18 digits and nothing else, or -1.
    static long contentLength(byte[] bytes, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
