package io.sluice.dataplane.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import org.jspecify.annotations.Nullable;

/// A user and a password as a request carries them (RFC 7617, 2).
@SuppressWarnings("ArrayRecordComponent") // handed to the verifier, never compared
record BasicCredentials(String user, byte[] password) {

    /// Longer than anybody types; bcrypt looks at 72 bytes.
    static final int MAX_TOKEN_BYTES = 1024;

    private static final byte[] SCHEME = Octets.ascii("basic");

    /// The one Authorization field, or -1: of two of them nobody knows which one counts.
    static int field(Fields fields) {
        int found = -1;
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) == FieldId.AUTHORIZATION) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    /// Where the encoded pair begins in the field's value, or -1 when it holds none.
    static int tokenStart(Fields fields, int field) {
        byte[] bytes = fields.bytes();
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        int start = from + SCHEME.length;
        if (start >= to || !Octets.equalsIgnoreCase(bytes, from, start, SCHEME) || bytes[start] != ' ') {
            return -1;
        }
        while (start < to && bytes[start] == ' ') {
            start++;
        }
        return start == to || to - start > MAX_TOKEN_BYTES ? -1 : start;
    }

    /// Null when `[from, to)` is not base64 of a text with a colon.
    static @Nullable BasicCredentials parse(byte[] bytes, int from, int to) {
        byte[] pair = decoded(Arrays.copyOfRange(bytes, from, to));
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        if (colon == pair.length) {
            return null;
        }
        return new BasicCredentials(
                new String(pair, 0, colon, StandardCharsets.UTF_8), Arrays.copyOfRange(pair, colon + 1, pair.length));
    }

    private static byte[] decoded(byte[] token) {
        try {
            return Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // no colon in it
        }
    }

    /// Without the password: it belongs in no log.
    @Override
    public String toString() {
        return "BasicCredentials[user=" + user + "]";
    }
}
