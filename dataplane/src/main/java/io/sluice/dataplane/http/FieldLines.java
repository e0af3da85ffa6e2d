package io.sluice.dataplane.http;

/// The grammar of one field line (RFC 9112, 5; RFC 9113, 8.2), without its obsolete parts: no folding, no bare line
/// feed, no white space before the colon.
public final class FieldLines {

    private FieldLines() {}

    /// Adds the line `[start, lineFeed]` to the index; [Failure#NONE] or what is wrong with it.
    public static Failure add(Fields fields, int start, int lineFeed) {
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

    /// Adds a line that was put together from a name and a value whose lengths were told (RFC 9113, 8.2.1): nothing is
    /// trimmed, names are in lower case.
    public static Failure add(Fields fields, int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        Failure failure = check(fields.bytes(), nameStart, nameEnd, valueStart, valueEnd);
        if (failure == Failure.NONE) {
            byte id = FieldId.of(fields.bytes(), nameStart, nameEnd);
            fields.add(id, nameStart, nameEnd, valueStart, valueEnd, lineEnd);
        }
        return failure;
    }

    /// Judges a name and a value whose lengths were told, as [#add] does.
    public static Failure check(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (nameStart == nameEnd || lowerNameEnd(bytes, nameStart, nameEnd) < nameEnd) {
            return Failure.BAD_FIELD_NAME;
        }
        boolean isBlank = valueStart < valueEnd && (isBlank(bytes[valueStart]) || isBlank(bytes[valueEnd - 1]));
        if (isBlank || !Octets.isFieldValue(bytes, valueStart, valueEnd)) {
            return Failure.BAD_FIELD_VALUE;
        }
        return Failure.NONE;
    }

    private static int lowerNameEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.isTchar(bytes[i]) && (bytes[i] < 'A' || bytes[i] > 'Z')) {
            i++;
        }
        return i;
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
    public static long contentLength(byte[] bytes, int from, int to) {
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
