package io.sluice.dataplane.http;

/// Which fields end at a proxy (RFC 9110, 7.6.1), and what a Connection field may ask for.
public final class HopByHop {

    private static final byte[] CLOSE = Octets.ascii("close");
    private static final byte[] KEEP_ALIVE = Octets.ascii("keep-alive");
    private static final byte[] UPGRADE = Octets.ascii("upgrade");

    private HopByHop() {}

    /// The meaning of one Connection option; those without one name a field of this hop.
    public enum Option {
        CLOSE,
        KEEP_ALIVE,
        UPGRADE,
        FIELD_NAME
    }

    /// Classifies the token `[from, to)`.
    public static Option option(byte[] bytes, int from, int to) {
        if (Octets.equalsIgnoreCase(bytes, from, to, KEEP_ALIVE)) {
            return Option.KEEP_ALIVE;
        }
        if (Octets.equalsIgnoreCase(bytes, from, to, CLOSE)) {
            return Option.CLOSE;
        }
        return Octets.equalsIgnoreCase(bytes, from, to, UPGRADE) ? Option.UPGRADE : Option.FIELD_NAME;
    }

    /// Marks as dropped every field that a Connection field names.
    ///
    /// @return false when one is named that must arrive, or that the proxy adds: a try to strip it on the way
    public static boolean dropNominated(Fields fields) {
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            if (fields.id(i) == FieldId.CONNECTION && !dropNominatedBy(fields, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean dropNominatedBy(Fields fields, int connection) {
        byte[] bytes = fields.bytes();
        int end = fields.valueEnd(connection);
        int from = nextToken(bytes, fields.valueStart(connection), end);
        while (from < end) {
            int to = tokenEnd(bytes, from, end);
            if (option(bytes, from, to) == Option.FIELD_NAME && !dropNamed(fields, from, to)) {
                return false;
            }
            from = nextToken(bytes, to, end);
        }
        return true;
    }

    private static boolean dropNamed(Fields fields, int from, int to) {
        byte[] bytes = fields.bytes();
        if (mustArrive(FieldId.of(bytes, from, to))) {
            return false;
        }
        for (int i = 0; i < fields.count(); i++) {
            if (isSameName(bytes, from, to, fields.nameStart(i), fields.nameEnd(i))) {
                fields.drop(i);
            }
        }
        return true;
    }

    private static boolean mustArrive(byte id) {
        return switch (id) {
            case FieldId.HOST,
                    FieldId.CONTENT_LENGTH,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.AUTHORIZATION,
                    FieldId.COOKIE,
                    FieldId.SET_COOKIE,
                    FieldId.FORWARDED,
                    FieldId.X_FORWARDED_FOR,
                    FieldId.X_FORWARDED_PROTO,
                    FieldId.X_FORWARDED_HOST,
                    FieldId.X_FORWARDED_PORT,
                    FieldId.X_FORWARDED_PREFIX,
                    FieldId.X_FORWARDED_OTHER,
                    FieldId.VIA,
                    FieldId.X_REAL_IP,
                    FieldId.X_REQUEST_ID -> true;
            default -> false;
        };
    }

    private static boolean isSameName(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (Octets.lower(bytes[from + i]) != Octets.lower(bytes[otherFrom + i])) {
                return false;
            }
        }
        return true;
    }

    /// Start of the next list element at or after `from`, or `end`.
    public static int nextToken(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && (bytes[i] == ',' || bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    /// End of the list element that starts at `from`.
    public static int tokenEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != ',' && bytes[i] != ' ' && bytes[i] != '\t') {
            i++;
        }
        return i;
    }
}
