package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.Authority;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HopByHop;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Limits;

/// Scans a request head in place, line by line, and refuses whatever two readers could understand differently
/// (RFC 9112, 2 to 6). Keeps no state between calls: where it stopped stands in the head's [Fields].
final class RequestScanner {

    private static final byte[] CHUNKED = Octets.ascii("chunked");
    private static final byte[] CONTINUE = Octets.ascii("100-continue");
    private static final byte[] WEBSOCKET = Octets.ascii("websocket");
    private static final byte[] TRAILERS = Octets.ascii("trailers");
    private static final int MAX_EMPTY_LINE_BYTES = 4;

    private final Limits limits;
    private final Underscores underscores;
    private Failure failure = Failure.NONE;

    RequestScanner(Limits limits, Underscores underscores) {
        this.limits = limits;
        this.underscores = underscores;
    }

    /// Why the last scan refused.
    Failure failure() {
        return failure;
    }

    /// Goes on with what was added to the head's bytes. When complete, [Fields#lineStart()] is the head's length.
    ScanResult scan(RequestHead head) {
        Fields fields = head.fields();
        while (true) {
            int lineFeed = Octets.indexOfLineFeed(fields.bytes(), fields.searchedTo(), fields.length());
            if (lineFeed < 0) {
                return incomplete(head);
            }
            int start = fields.lineStart();
            fields.scanPosition(lineFeed + 1, lineFeed + 1);
            boolean isEmptyLine = lineFeed == start + 1 && fields.bytes()[start] == '\r';
            if (isEmptyLine && head.methodEnd() > 0) {
                return finish(head);
            }
            failure = isEmptyLine ? leadingEmptyLine(lineFeed) : line(head, start, lineFeed);
            if (failure != Failure.NONE) {
                return ScanResult.REFUSED;
            }
        }
    }

    private ScanResult incomplete(RequestHead head) {
        Fields fields = head.fields();
        fields.scanPosition(fields.lineStart(), fields.length());
        Failure tooLong = tooLong(head, fields.length() - fields.lineStart());
        if (tooLong != Failure.NONE) {
            return refuse(tooLong);
        }
        return fields.length() >= limits.requestHeadBytes() ? refuse(Failure.HEAD_TOO_LARGE) : ScanResult.INCOMPLETE;
    }

    /// @param bytes of the present line, as far as it is here
    private Failure tooLong(RequestHead head, int bytes) {
        if (head.methodEnd() == 0) {
            return bytes > limits.requestLineBytes() ? Failure.REQUEST_LINE_TOO_LONG : Failure.NONE;
        }
        return bytes > limits.fieldLineBytes() ? Failure.FIELD_LINE_TOO_LONG : Failure.NONE;
    }

    private ScanResult refuse(Failure reason) {
        failure = reason;
        return ScanResult.REFUSED;
    }

    /// RFC 9112, 2.2: a server should ignore at least one empty line before the request line.
    private static Failure leadingEmptyLine(int lineFeed) {
        return lineFeed < MAX_EMPTY_LINE_BYTES ? Failure.NONE : Failure.TOO_MANY_EMPTY_LINES;
    }

    private Failure line(RequestHead head, int start, int lineFeed) {
        Failure tooLong = tooLong(head, lineFeed - start);
        if (tooLong != Failure.NONE) {
            return tooLong;
        }
        if (head.methodEnd() == 0) {
            return requestLine(head, start, lineFeed);
        }
        Fields fields = head.fields();
        if (fields.count() >= limits.requestFields()) {
            return Failure.TOO_MANY_FIELDS;
        }
        Failure problem = FieldLines.add(fields, start, lineFeed);
        return problem == Failure.NONE ? field(head, fields.count() - 1) : problem;
    }

    private Failure requestLine(RequestHead head, int start, int lineFeed) {
        byte[] bytes = head.fields().bytes();
        int end = lineFeed - 1;
        if (end < start || bytes[end] != '\r') {
            return Failure.BARE_LINE_FEED;
        }
        int methodEnd = start;
        while (methodEnd < end && Octets.isTchar(bytes[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == start || methodEnd == end || bytes[methodEnd] != ' ') {
            return Failure.BAD_REQUEST_LINE;
        }
        head.method(RequestTarget.method(bytes, start, methodEnd), start, methodEnd);
        int targetEnd = methodEnd + 1;
        while (targetEnd < end && Octets.isTarget(bytes[targetEnd])) {
            targetEnd++;
        }
        head.target(methodEnd + 1, targetEnd);
        if (targetEnd == end || bytes[targetEnd] != ' ' || targetEnd == methodEnd + 1) {
            return Failure.BAD_REQUEST_LINE;
        }
        return version(head, targetEnd + 1, end);
    }

    private static Failure version(RequestHead head, int from, int to) {
        byte[] bytes = head.fields().bytes();
        boolean wellFormed = to - from == 8
                && bytes[from] == 'H'
                && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'P'
                && bytes[from + 4] == '/'
                && Octets.isDigit(bytes[from + 5])
                && bytes[from + 6] == '.'
                && Octets.isDigit(bytes[from + 7]);
        if (!wellFormed) {
            return Failure.BAD_REQUEST_LINE;
        }
        int minor = bytes[from + 7] - '0';
        if (bytes[from + 5] != '1' || minor > 1) {
            return Failure.UNSUPPORTED_VERSION;
        }
        head.minorVersion(minor);
        return Failure.NONE;
    }

    private Failure field(RequestHead head, int field) {
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

    private ScanResult finish(RequestHead head) {
        failure = framing(head);
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
        return failure == Failure.NONE ? ScanResult.COMPLETE : ScanResult.REFUSED;
    }

    private static Failure framing(RequestHead head) {
        if (head.isChunked() && head.contentLength() != RequestHead.UNKNOWN_LENGTH) {
            return Failure.AMBIGUOUS_LENGTH;
        }
        return head.isChunked() && head.minorVersion() == 0 ? Failure.BAD_TRANSFER_ENCODING : Failure.NONE;
    }
}
