package io.sluice.dataplane.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.FieldEdits;

/// [FieldEdits] as bytes: which lines go, and which come in their place. Immutable.
public final class FieldEditor {

    private final byte[][] names;
    private final long nameLengths; // bit n: one of the names has n bytes, or n + 64
    private final byte[] lines;

    private FieldEditor(List<String> names, String lines) {
        this.names = names.stream()
                .map(name -> Octets.ascii(name.toLowerCase(Locale.ROOT).replace('_', '-')))
                .toArray(byte[][]::new);
        long lengths = 0;
        for (byte[] name : this.names) {
            lengths |= 1L << name.length;
        }
        nameLengths = lengths;
        this.lines = Octets.ascii(lines);
    }

    /// Of what may not be edited nothing is done: who reads the operator's wishes has refused it before.
    public static FieldEditor of(FieldEdits edits) {
        List<String> names = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (String name : edits.remove()) {
            if (isEditable(name)) {
                names.add(name);
            }
        }
        for (FieldEdits.Line line : edits.set()) {
            byte[] value = Octets.ascii(line.value());
            if (isEditable(line.name()) && Octets.isFieldValue(value, 0, value.length)) {
                names.add(line.name());
                lines.append(line.name()).append(": ").append(line.value()).append("\r\n");
            }
        }
        return new FieldEditor(names, lines.toString());
    }

    /// Takes lines of these names away.
    public static FieldEditor removing(List<String> names) {
        return of(new FieldEdits(List.of(), names));
    }

    /// Not what frames a message, belongs to one hop, or is told by the proxy itself.
    static boolean isEditable(String name) {
        byte[] bytes = Octets.ascii(name);
        for (byte b : bytes) {
            if (!Octets.isTchar(b)) {
                return false;
            }
        }
        return bytes.length > 0
                && switch (FieldId.of(bytes, 0, bytes.length)) {
                    case FieldId.HOST,
                            FieldId.CONTENT_LENGTH,
                            FieldId.TRANSFER_ENCODING,
                            FieldId.CONNECTION,
                            FieldId.KEEP_ALIVE,
                            FieldId.PROXY_CONNECTION,
                            FieldId.TE,
                            FieldId.TRAILER,
                            FieldId.UPGRADE,
                            FieldId.HTTP2_SETTINGS,
                            FieldId.PROXY_AUTHENTICATE,
                            FieldId.PROXY_AUTHORIZATION,
                            FieldId.PROXY_AUTHENTICATION_INFO,
                            FieldId.EXPECT,
                            FieldId.SEC_WEBSOCKET_KEY,
                            FieldId.SEC_WEBSOCKET_ACCEPT,
                            FieldId.X_FORWARDED_FOR,
                            FieldId.X_FORWARDED_PROTO,
                            FieldId.X_FORWARDED_HOST,
                            FieldId.X_FORWARDED_PORT,
                            FieldId.X_REAL_IP,
                            FieldId.X_REQUEST_ID,
                            FieldId.X_PROXY_ID,
                            FieldId.X_SERVER_INFO,
                            FieldId.X_UPSTREAM_ADDR,
                            FieldId.X_UPSTREAM_RESPONSE_TIME,
                            FieldId.PROXY_STATUS,
                            FieldId.CLIENT_CERT -> false;
                    default -> true;
                };
    }

    public void apply(Fields fields) {
        drop(fields);
        if (lines.length > 0) {
            fields.addLines(lines);
        }
    }

    /// Only takes away, as from trailers, where nothing is set.
    public void drop(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            int length = fields.nameEnd(i) - fields.nameStart(i);
            boolean mayBeNamed = (nameLengths & 1L << length) != 0;
            if (mayBeNamed && isNamed(fields, i)) {
                fields.drop(i);
            }
        }
    }

    private boolean isNamed(Fields fields, int field) {
        int from = fields.nameStart(field);
        int length = fields.nameEnd(field) - from;
        for (byte[] name : names) {
            if (name.length == length && isSame(fields.bytes(), from, name)) {
                return true;
            }
        }
        return false;
    }

    /// Many applications cannot tell `X_User` from `X-User`: what takes one away takes both.
    private static boolean isSame(byte[] bytes, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            byte b = Octets.lower(bytes[from + i]);
            if ((b == '_' ? '-' : b) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
