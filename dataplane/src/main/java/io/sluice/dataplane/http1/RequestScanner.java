package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldLines;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.RequestTarget;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.model.Limits;

/// Scans a request head in place, line by line, and refuses whatever two readers could understand differently
/// (RFC 9112, 2 to 6). Keeps no state between calls: where it stopped stands in the head's [Fields].
final class RequestScanner {

    private static final int MAX_EMPTY_LINE_BYTES = 4;

    private final Limits limits;
    private final RequestRules rules;
    private Failure failure = Failure.NONE;

    RequestScanner(Limits limits, Underscores underscores) {
        this.limits = limits;
        rules = new RequestRules(underscores);
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
        return problem == Failure.NONE ? rules.field(head, fields.count() - 1) : problem;
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

    private ScanResult finish(RequestHead head) {
        failure = RequestRules.finish(head);
        return failure == Failure.NONE ? ScanResult.COMPLETE : ScanResult.REFUSED;
    }
}
