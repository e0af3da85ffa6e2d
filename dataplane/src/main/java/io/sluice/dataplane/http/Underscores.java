package io.sluice.dataplane.http;

/// What becomes of request fields with an underscore in their name. Many applications cannot tell `X_User` from
/// `X-User`, so that a client could forge with one what is guarded in the other.
public final class Underscores {

    /// Longer names are no field that the proxy knows.
    private static final int MAX_NAME_BYTES = 64;

    private final boolean allowed;
    private final byte[] name = new byte[MAX_NAME_BYTES];

    /// @param allowed they pass, unless with hyphens they would be a field that the proxy itself guards
    public Underscores(boolean allowed) {
        this.allowed = allowed;
    }

    public boolean isKept(Fields fields, int field) {
        byte[] bytes = fields.bytes();
        int end = fields.nameEnd(field);
        for (int i = fields.nameStart(field); i < end; i++) {
            if (bytes[i] == '_') {
                return allowed && !isGuarded(bytes, fields.nameStart(field), end);
            }
        }
        return true;
    }

    private boolean isGuarded(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > MAX_NAME_BYTES) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            name[i] = bytes[from + i] == '_' ? (byte) '-' : bytes[from + i];
        }
        return FieldId.of(name, 0, length) != FieldId.OTHER;
    }
}
