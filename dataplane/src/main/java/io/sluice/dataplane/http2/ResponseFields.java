package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.FieldLines;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.model.Limits;

/// Makes a response head of the fields of a block (RFC 9113, 8.2 and 8.3.2), as strict as [RequestBlock] is: an
/// endpoint is not trusted more than a client. One per loop: a block is decoded in one go.
final class ResponseFields implements FieldSink {

    private static final byte[] STATUS = Octets.ascii(":status");
    private static final int STATUS_DIGITS = 3;

    private final Limits limits;
    private ResponseHead head = new ResponseHead();
    private Failure failure = Failure.NONE;
    private boolean hasRegular; // no pseudo field may follow

    ResponseFields(Limits limits) {
        this.limits = limits;
    }

    ResponseFields begin(ResponseHead newHead) {
        head = newHead;
        failure = Failure.NONE;
        hasRegular = false;
        return this;
    }

    @Override
    public void onField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        if (failure != Failure.NONE) {
            return;
        }
        Fields fields = head.fields();
        if (nameStart < nameEnd && fields.bytes()[nameStart] == ':') {
            failure = status(nameStart, nameEnd, valueStart, valueEnd);
            return;
        }
        hasRegular = true;
        if (fields.count() >= limits.responseFields()) {
            failure = Failure.RESPONSE_HEAD_TOO_LARGE;
        } else if (FieldLines.add(fields, nameStart, nameEnd, valueStart, valueEnd, lineEnd) != Failure.NONE) {
            failure = Failure.BAD_RESPONSE_FIELD;
        } else {
            failure = regular(fields, fields.count() - 1);
        }
    }

    /// The one pseudo field of responses, once and first.
    private Failure status(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        byte[] bytes = head.fields().bytes();
        boolean isExpected = !hasRegular
                && head.status() == 0
                && Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, STATUS)
                && valueEnd - valueStart == STATUS_DIGITS;
        int status = 0;
        for (int i = valueStart; isExpected && i < valueEnd; i++) {
            isExpected = Octets.isDigit(bytes[i]);
            status = status * 10 + bytes[i] - '0';
        }
        // There is no switching of protocols here (RFC 9113, 8.6).
        if (!isExpected || status < 100 || status > 599 || status == 101) {
            return Failure.BAD_STATUS_LINE;
        }
        head.status(status, valueStart, valueEnd);
        return Failure.NONE;
    }

    private Failure regular(Fields fields, int field) {
        return switch (fields.id(field)) {
            case FieldId.CONNECTION,
                    FieldId.KEEP_ALIVE,
                    FieldId.PROXY_CONNECTION,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.UPGRADE -> Failure.BAD_RESPONSE_FIELD;
            case FieldId.CONTENT_LENGTH -> contentLength(fields, field);
            case FieldId.DATE, FieldId.SERVER -> {
                if (fields.find(fields.id(field)) < field) {
                    fields.drop(field); // each is one value (RFC 9110, 5.3)
                }
                yield Failure.NONE;
            }
            default -> Failure.NONE;
        };
    }

    private Failure contentLength(Fields fields, int field) {
        long length = FieldLines.contentLength(fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
        if (length < 0 || head.contentLength() != ResponseHead.UNKNOWN_LENGTH) {
            return Failure.BAD_RESPONSE_LENGTH;
        }
        head.contentLength(length);
        return Failure.NONE;
    }

    /// Judges the head as a whole: [Failure#NONE], or what is wrong with it.
    ///
    /// @param method of the request
    /// @param endStream no body follows
    Failure finish(RequestHead.Method method, boolean endStream) {
        if (failure != Failure.NONE) {
            return failure;
        }
        if (head.status() == 0) {
            return Failure.BAD_STATUS_LINE;
        }
        if (head.isInterim()) {
            return endStream ? Failure.TRUNCATED_RESPONSE : Failure.NONE;
        }
        boolean isBodiless = head.isBodiless(method);
        if (endStream && !isBodiless && head.contentLength() > 0) {
            return Failure.BAD_RESPONSE_LENGTH;
        }
        head.chunked(!isBodiless && head.contentLength() == ResponseHead.UNKNOWN_LENGTH);
        return Failure.NONE;
    }
}
