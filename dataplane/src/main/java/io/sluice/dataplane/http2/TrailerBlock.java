package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.FieldLines;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.model.Limits;

/// Takes the fields of a block that ends a message. One per loop: a block is decoded in one go.
final class TrailerBlock implements FieldSink {

    private final Limits limits;
    private Fields fields = new Fields();
    private boolean malformed;

    TrailerBlock(Limits limits) {
        this.limits = limits;
    }

    TrailerBlock begin(Fields newFields) {
        fields = newFields;
        malformed = false;
        return this;
    }

    boolean isMalformed() {
        return malformed;
    }

    /// Pseudo fields are none of a trailer's (RFC 9113, 8.1): their colon is no part of a name.
    @Override
    public void onField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        malformed = malformed
                || fields.count() >= limits.trailerFields()
                || FieldLines.add(fields, nameStart, nameEnd, valueStart, valueEnd, lineEnd) != Failure.NONE
                || isOfConnection(fields.id(fields.count() - 1));
    }

    private static boolean isOfConnection(byte id) {
        return switch (id) {
            case FieldId.CONNECTION,
                    FieldId.KEEP_ALIVE,
                    FieldId.PROXY_CONNECTION,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.UPGRADE -> true;
            default -> false;
        };
    }
}
