package io.sluice.dataplane.http;

/// What a request's fields mean to the proxy, and which it refuses (RFC 9110; RFC 9112, 3 and 6): one judge for the
/// heads
/// of every version.
public final class RequestRules {

    private static final byte[] CHUNKED = Octets.ascii("chunked");
    private static final byte[] CONTINUE = Octets.ascii("100-continue");
    private static final byte[] WEBSOCKET = Octets.ascii("websocket");
    private static final byte[] TRAILERS = Octets.ascii("trailers");

    private final Underscores underscores;

    public RequestRules(Underscores underscores) {
        this.underscores = underscores;
    }

    /// Takes over what a field that was added to the head says; [Failure#NONE] or what is wrong with it.
    public Failure field(RequestHead head, int field) {
        Fields fields = head.fields();
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        return switch (fields.id(field)) {
            case FieldId.HOST -> host(head, from, to);
            case FieldId.CONTENT_LENGTH -> contentLength(head, from, to);
            case FieldId.TRANSFER_ENCODING -> transferEncoding(head, from, to);
            case FieldId.CONNECTION -> connection(head, from, to);
            case FieldId.EXPECT -> expect(head, from, to);
            case FieldId.UPGRADE -> {
                head.websocket(Octets.equalsIgnoreCase(fields.bytes(), from, to, WEBSOCKET));
                yield Failure.NONE;
            }
            case FieldId.TE -> {
                head.acceptsTrailers(head.acceptsTrailers() || listContains(fields.bytes(), from, to, TRAILERS));
                yield Failure.NONE;
            }
            case FieldId.CLIENT_CERT -> {
                fields.drop(field); // whoever sends it: a trusted peer may not know that it must drop it
                yield Failure.NONE;
            }
            case FieldId.OTHER, FieldId.X_FORWARDED_OTHER -> {
                if (!underscores.isKept(fields, field)) {
                    fields.drop(field);
                }
                yield Failure.NONE;
            }
            default -> Failure.NONE;
        };
    }

    private static Failure host(RequestHead head, int from, int to) {
        if (head.hostStart() >= 0) {
            return Failure.DUPLICATE_HOST;
        }
        head.host(from, to);
        return Authority.isValid(head.fields().bytes(), from, to) ? Failure.NONE : Failure.BAD_HOST;
    }

    private static Failure contentLength(RequestHead head, int from, int to) {
        long length = FieldLines.contentLength(head.fields().bytes(), from, to);
        if (length < 0 || head.contentLength() != RequestHead.UNKNOWN_LENGTH) {
            return Failure.BAD_CONTENT_LENGTH;
        }
        head.contentLength(length);
        return Failure.NONE;
    }

    private static Failure transferEncoding(RequestHead head, int from, int to) {
        if (head.isChunked()) {
            return Failure.BAD_TRANSFER_ENCODING;
        }
        head.chunked(true);
        return Octets.equalsIgnoreCase(head.fields().bytes(), from, to, CHUNKED)
                ? Failure.NONE
                : Failure.UNKNOWN_TRANSFER_ENCODING;
    }

    /// HTTP/1.0 knows no expectations: whatever it sends is ignored (RFC 9110, 10.1.1).
    private static Failure expect(RequestHead head, int from, int to) {
        if (head.minorVersion() == 0) {
            return Failure.NONE;
        }
        if (!Octets.equalsIgnoreCase(head.fields().bytes(), from, to, CONTINUE)) {
            return Failure.UNKNOWN_EXPECTATION;
        }
        head.expectsContinue(true);
        return Failure.NONE;
    }

    private static Failure connection(RequestHead head, int from, int to) {
        byte[] bytes = head.fields().bytes();
        int token = HopByHop.nextToken(bytes, from, to);
        while (token < to) {
            int tokenEnd = HopByHop.tokenEnd(bytes, token, to);
            switch (HopByHop.option(bytes, token, tokenEnd)) {
                case CLOSE -> head.closes(true);
                case KEEP_ALIVE -> head.keepAlive(true);
                case UPGRADE -> head.upgradeOption(true);
                case FIELD_NAME -> head.nominatesFields(true);
            }
            token = HopByHop.nextToken(bytes, tokenEnd, to);
        }
        return Failure.NONE;
    }

    private static boolean listContains(byte[] bytes, int from, int to, byte[] lowerCase) {
        int token = HopByHop.nextToken(bytes, from, to);
        while (token < to) {
            int tokenEnd = HopByHop.tokenEnd(bytes, token, to);
            if (Octets.equalsIgnoreCase(bytes, token, tokenEnd, lowerCase)) {
                return true;
            }
            token = HopByHop.nextToken(bytes, tokenEnd, to);
        }
        return false;
    }

    /// Judges the head as a whole, once its fields are all there.
    public static Failure finish(RequestHead head) {
        Failure failure = framing(head);
        // Before the target is resolved: an absolute-form does not stand in for the field (RFC 9112, 3.2).
        if (failure == Failure.NONE && head.hostStart() < 0 && head.minorVersion() == 1) {
            failure = Failure.MISSING_HOST;
        }
        if (failure == Failure.NONE) {
            failure = RequestTarget.resolve(head);
        }
        if (failure == Failure.NONE && head.nominatesFields() && !HopByHop.dropNominated(head.fields())) {
            failure = Failure.FORBIDDEN_CONNECTION_OPTION;
        }
        return failure;
    }

    private static Failure framing(RequestHead head) {
        if (head.isChunked() && head.contentLength() != RequestHead.UNKNOWN_LENGTH) {
            return Failure.AMBIGUOUS_LENGTH;
        }
        return head.isChunked() && head.minorVersion() == 0 ? Failure.BAD_TRANSFER_ENCODING : Failure.NONE;
    }

    /// Whether a field of a client's request goes on to an endpoint, whatever the versions.
    public static boolean isKept(byte id, RequestHead head, ForwardedFields forwarded) {
        return switch (id) {
            case FieldId.DROPPED,
                    FieldId.HOST,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.CONNECTION,
                    FieldId.KEEP_ALIVE,
                    FieldId.PROXY_CONNECTION,
                    FieldId.TE,
                    FieldId.UPGRADE,
                    FieldId.HTTP2_SETTINGS,
                    FieldId.PROXY_AUTHENTICATE,
                    FieldId.PROXY_AUTHORIZATION,
                    FieldId.X_REQUEST_ID -> false;
            case FieldId.EXPECT -> head.expectsContinue();
            case FieldId.TRAILER -> head.acceptsTrailers() && head.isChunked();
            case FieldId.X_FORWARDED_FOR,
                    FieldId.X_FORWARDED_PROTO,
                    FieldId.X_FORWARDED_HOST,
                    FieldId.X_FORWARDED_PORT,
                    FieldId.X_FORWARDED_PREFIX,
                    FieldId.X_FORWARDED_OTHER,
                    FieldId.X_REAL_IP,
                    FieldId.FORWARDED -> forwarded.isKept(id);
            default -> true;
        };
    }
}
