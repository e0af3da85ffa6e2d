package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;

/// Field lines that take the place of what HTTP/2 says differently, behind those that were received.
final class OwnLines {

    private static final byte[] NAME = Octets.ascii("cookie: ");

    private OwnLines() {}

    /// Several cookie fields become one, in their order.
    static void joinCookies(Fields fields) {
        int start = fields.length();
        append(fields, NAME, 0, NAME.length);
        int valueStart = fields.length();
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            if (fields.id(i) == FieldId.COOKIE) {
                if (fields.length() > valueStart) {
                    appendTwo(fields, ';', ' ');
                }
                append(fields, fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
                fields.drop(i);
            }
        }
        int valueEnd = fields.length();
        appendTwo(fields, '\r', '\n');
        fields.add(FieldId.COOKIE, start, valueStart - 2, valueStart, valueEnd, valueEnd + 2);
    }

    /// Adds a whole line, `name: value CRLF`.
    static void addLine(Fields fields, byte[] line, byte id) {
        int start = fields.length();
        append(fields, line, 0, line.length);
        int colon = start;
        while (fields.bytes()[colon] != ':') {
            colon++;
        }
        fields.add(id, start, colon, colon + 2, fields.length() - 2, fields.length());
    }

    /// Bytes alone; the source may be the fields' own storage.
    ///
    /// @return where they are
    static int append(Fields fields, byte[] source, int from, int to) {
        int start = fields.length();
        fields.reserve(to - from);
        System.arraycopy(source, from, fields.bytes(), fields.length(), to - from);
        fields.advance(to - from);
        return start;
    }

    private static void appendTwo(Fields fields, char first, char second) {
        fields.reserve(2);
        fields.bytes()[fields.length()] = (byte) first;
        fields.bytes()[fields.length() + 1] = (byte) second;
        fields.advance(2);
    }
}
