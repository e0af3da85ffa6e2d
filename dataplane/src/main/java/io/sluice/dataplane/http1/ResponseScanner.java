package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.FieldLines;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HopByHop;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.model.Limits;

/// Scans a response head in place. Endpoints are not trusted: what two readers could understand differently is refused,
/// as in requests.
final class ResponseScanner {

    private static final byte[] CHUNKED = Octets.ascii("chunked");
    private static final byte[] WEBSOCKET = Octets.ascii("websocket");
    private static final byte[] TIMEOUT = Octets.ascii("timeout=");
    private static final int STATUS_AT = 9;

    private final Limits limits;
    private Failure failure = Failure.NONE;

    ResponseScanner(Limits limits) {
        this.limits = limits;
    }

    /// Why the last scan refused.
    Failure failure() {
        return failure;
    }

    /// Goes on with what was added to the head's bytes. When complete, [Fields#lineStart()] is the head's length.
    ScanResult scan(ResponseHead head) {
        Fields fields = head.fields();
        while (true) {
            int lineFeed = Octets.indexOfLineFeed(fields.bytes(), fields.searchedTo(), fields.length());
            int start = fields.lineStart();
            if (lineFeed < 0) {
                fields.scanPosition(start, fields.length());
                return fields.length() < limits.responseHeadBytes()
                        ? ScanResult.INCOMPLETE
                        : refuse(Failure.RESPONSE_HEAD_TOO_LARGE);
            }
            fields.scanPosition(lineFeed + 1, lineFeed + 1);
            if (head.status() != 0 && lineFeed == start + 1 && fields.bytes()[start] == '\r') {
                return finish(head);
            }
            failure = head.status() == 0 ? statusLine(head, start, lineFeed) : line(head, start, lineFeed);
            if (failure != Failure.NONE) {
                return ScanResult.REFUSED;
            }
        }
    }

    private ScanResult refuse(Failure reason) {
        failure = reason;
        return ScanResult.REFUSED;
    }

    private static Failure statusLine(ResponseHead head, int start, int lineFeed) {
        byte[] bytes = head.fields().bytes();
        int end = lineFeed - 1;
        int digits = start + STATUS_AT;
        boolean wellFormed = end >= digits + 3
                && bytes[end] == '\r'
                && bytes[start] == 'H'
                && bytes[start + 1] == 'T'
                && bytes[start + 2] == 'T'
                && bytes[start + 3] == 'P'
                && bytes[start + 4] == '/'
                && bytes[start + 5] == '1'
                && bytes[start + 6] == '.'
                && (bytes[start + 7] == '0' || bytes[start + 7] == '1')
                && bytes[start + 8] == ' '
                && (end == digits + 3 || bytes[digits + 3] == ' ')
                && Octets.isFieldValue(bytes, digits, end);
        int status = wellFormed ? status(bytes, digits) : 0;
        if (status < 100 || status > 599) {
            return Failure.BAD_STATUS_LINE;
        }
        head.status(status, digits, end);
        head.minorVersion(bytes[start + 7] - '0');
        return Failure.NONE;
    }

    private static int status(byte[] bytes, int at) {
        for (int i = at; i < at + 3; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return 0;
            }
        }
        return (bytes[at] - '0') * 100 + (bytes[at + 1] - '0') * 10 + bytes[at + 2] - '0';
    }

    private Failure line(ResponseHead head, int start, int lineFeed) {
        Fields fields = head.fields();
        if (fields.count() >= limits.responseFields()) {
            return Failure.RESPONSE_HEAD_TOO_LARGE;
        }
        if (FieldLines.add(fields, start, lineFeed) != Failure.NONE) {
            return Failure.BAD_RESPONSE_FIELD;
        }
        return field(head, fields.count() - 1);
    }

    private static Failure field(ResponseHead head, int field) {
        Fields fields = head.fields();
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        return switch (fields.id(field)) {
            case FieldId.CONTENT_LENGTH -> contentLength(head, from, to);
            case FieldId.TRANSFER_ENCODING -> transferEncoding(head, from, to);
            case FieldId.CONNECTION -> connection(head, from, to);
            case FieldId.KEEP_ALIVE -> keepAlive(head, from, to);
            case FieldId.UPGRADE -> {
                head.websocket(Octets.equalsIgnoreCase(fields.bytes(), from, to, WEBSOCKET));
                yield Failure.NONE;
            }
            case FieldId.DATE, FieldId.SERVER -> {
                if (fields.find(fields.id(field)) < field) {
                    fields.drop(field); // each is one value (RFC 9110, 5.3)
                }
                yield Failure.NONE;
            }
            default -> Failure.NONE;
        };
    }

    private static Failure contentLength(ResponseHead head, int from, int to) {
        long length = FieldLines.contentLength(head.fields().bytes(), from, to);
        if (length < 0 || head.contentLength() != ResponseHead.UNKNOWN_LENGTH) {
            return Failure.BAD_RESPONSE_LENGTH;
        }
        head.contentLength(length);
        return Failure.NONE;
    }

    private static Failure transferEncoding(ResponseHead head, int from, int to) {
        if (head.isChunked() || !Octets.equalsIgnoreCase(head.fields().bytes(), from, to, CHUNKED)) {
            return Failure.BAD_RESPONSE_CODING;
        }
        head.chunked(true);
        return Failure.NONE;
    }

    private static Failure connection(ResponseHead head, int from, int to) {
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

    /// `Keep-Alive: timeout=5, max=100`: how long the endpoint keeps an idle connection.
    private static Failure keepAlive(ResponseHead head, int from, int to) {
        byte[] bytes = head.fields().bytes();
        int token = HopByHop.nextToken(bytes, from, to);
        while (token < to) {
            int tokenEnd = HopByHop.tokenEnd(bytes, token, to);
            int digits = token + TIMEOUT.length;
            if (digits < tokenEnd && Octets.equalsIgnoreCase(bytes, token, digits, TIMEOUT)) {
                long seconds = FieldLines.contentLength(bytes, digits, tokenEnd);
                head.keepAliveSeconds(seconds < 0 ? -1 : (int) Math.min(seconds, Integer.MAX_VALUE));
            }
            token = HopByHop.nextToken(bytes, tokenEnd, to);
        }
        return Failure.NONE;
    }

    private ScanResult finish(ResponseHead head) {
        boolean bothLengths = head.isChunked() && head.contentLength() != ResponseHead.UNKNOWN_LENGTH;
        if (bothLengths) {
            return refuse(Failure.BAD_RESPONSE_LENGTH);
        }
        if (head.isChunked() && head.minorVersion() == 0) {
            return refuse(Failure.BAD_RESPONSE_CODING);
        }
        if (head.nominatesFields() && !HopByHop.dropNominated(head.fields())) {
            return refuse(Failure.BAD_RESPONSE_FIELD);
        }
        failure = Failure.NONE;
        return ScanResult.COMPLETE;
    }
}
