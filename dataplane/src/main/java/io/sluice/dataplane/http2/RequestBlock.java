package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Authority;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.RequestTarget;
import io.sluice.dataplane.model.Limits;

/// Makes a request head of the fields of a block (RFC 9113, 8.2 and 8.3), by the rules that hold for HTTP/1.1 too. One
/// per loop: a block is decoded in one go.
final class RequestBlock implements FieldSink {

    private static final byte[] TRAILERS = Octets.ascii("trailers");
    private static final byte[] HTTP = Octets.ascii("http");
    private static final byte[] HTTPS = Octets.ascii("https");
    private static final byte[] NO_BODY = Octets.ascii("content-length: 0\r\n");

    private final Limits limits;
    private final RequestRules rules;
    private final PseudoFields pseudo = new PseudoFields();
    private RequestHead head = new RequestHead();
    private Failure failure = Failure.NONE;
    private boolean malformed;
    private boolean hasRegular; // no pseudo field may follow
    private int hostField; // -1: none
    private int cookies;

    RequestBlock(Limits limits, RequestRules rules) {
        this.limits = limits;
        this.rules = rules;
    }

    RequestBlock begin(RequestHead newHead) {
        head = newHead;
        pseudo.clear();
        failure = Failure.NONE;
        malformed = false;
        hasRegular = false;
        hostField = -1;
        cookies = 0;
        return this;
    }

    @Override
    public void onField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        onField(nameStart, nameEnd, valueStart, valueEnd, lineEnd, FieldMark.NONE);
    }

    @Override
    public int onField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd, int mark) {
        if (malformed || failure != Failure.NONE) {
            return mark;
        }
        Fields fields = head.fields();
        int known =
                mark == FieldMark.NONE ? FieldMark.of(fields.bytes(), nameStart, nameEnd, valueStart, valueEnd) : mark;
        if (FieldMark.isPseudo(known)) {
            malformed = hasRegular || !pseudo.add(FieldMark.pseudo(known), valueStart, valueEnd);
            return known;
        }
        hasRegular = true;
        if (fields.count() >= limits.requestFields()) {
            failure = Failure.TOO_MANY_FIELDS;
        } else if (lineEnd - nameStart > limits.fieldLineBytes()) {
            failure = Failure.FIELD_LINE_TOO_LONG;
        } else if (known == FieldMark.BAD) {
            malformed = true;
        } else {
            fields.add(FieldMark.id(known), nameStart, nameEnd, valueStart, valueEnd, lineEnd);
            if (!FieldMark.isWithoutRule(known)) {
                onRegular(fields.count() - 1);
            }
        }
        return known;
    }

    private void onRegular(int field) {
        Fields fields = head.fields();
        switch (fields.id(field)) {
            case FieldId.CONNECTION,
                    FieldId.KEEP_ALIVE,
                    FieldId.PROXY_CONNECTION,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.UPGRADE,
                    FieldId.HTTP2_SETTINGS -> malformed = true;
            case FieldId.HOST -> {
                malformed = hostField >= 0;
                hostField = field;
            }
            case FieldId.TE -> {
                malformed = !Octets.equalsIgnoreCase(
                        fields.bytes(), fields.valueStart(field), fields.valueEnd(field), TRAILERS);
                failure = rules.field(head, field);
            }
            case FieldId.COOKIE -> cookies++;
            default -> failure = rules.field(head, field);
        }
    }

    /// The request is to be reset, not answered (RFC 9113, 8.1.1).
    boolean isMalformed() {
        return malformed;
    }

    /// Judges the head as a whole: [Failure#NONE], or what the client is to be told, unless it [#isMalformed()].
    ///
    /// @param endStream no body follows
    Failure finish(boolean endStream) {
        if (malformed || failure != Failure.NONE) {
            return failure;
        }
        boolean isConnect = pseudo.isConnect(head.fields().bytes());
        if (isConnect && !pseudo.has(PseudoFields.PROTOCOL)) {
            malformed = pseudo.has(PseudoFields.PATH) || pseudo.has(PseudoFields.SCHEME);
            takeMethod();
            return Failure.METHOD_NOT_ALLOWED;
        }
        malformed = !isWellFormed(isConnect);
        if (malformed) {
            return Failure.NONE;
        }
        takeMethod();
        takeTarget();
        failure = host();
        if (failure == Failure.NONE && isConnect) {
            failure = WebSocketStart.rewrite(head, pseudo, endStream);
        }
        if (failure == Failure.NONE) {
            joinCookies();
            frame(endStream, isConnect);
            failure = tooLong() ? Failure.REQUEST_LINE_TOO_LONG : RequestRules.finish(head);
        }
        return failure;
    }

    private boolean isWellFormed(boolean isConnect) {
        byte[] bytes = head.fields().bytes();
        return pseudo.has(PseudoFields.METHOD)
                && pseudo.has(PseudoFields.PATH)
                && pseudo.has(PseudoFields.SCHEME)
                && pseudo.has(PseudoFields.PROTOCOL) == isConnect
                && pseudo.isToken(PseudoFields.METHOD, bytes)
                && pseudo.isPath(bytes)
                && (pseudo.is(PseudoFields.SCHEME, bytes, HTTP) || pseudo.is(PseudoFields.SCHEME, bytes, HTTPS));
    }

    private void takeMethod() {
        if (pseudo.has(PseudoFields.METHOD)) {
            int start = pseudo.start(PseudoFields.METHOD);
            int end = pseudo.end(PseudoFields.METHOD);
            head.method(RequestTarget.method(head.fields().bytes(), start, end), start, end);
        }
    }

    private void takeTarget() {
        head.target(pseudo.start(PseudoFields.PATH), pseudo.end(PseudoFields.PATH));
    }

    private boolean tooLong() {
        return head.targetEnd() - head.targetStart() > limits.requestLineBytes();
    }

    /// `:authority` wins, but another Host beside it means that somebody is to be deceived.
    private Failure host() {
        Fields fields = head.fields();
        boolean hasAuthority = pseudo.has(PseudoFields.AUTHORITY);
        if (!hasAuthority && hostField < 0) {
            return Failure.MISSING_HOST;
        }
        int start = hasAuthority ? pseudo.start(PseudoFields.AUTHORITY) : fields.valueStart(hostField);
        int end = hasAuthority ? pseudo.end(PseudoFields.AUTHORITY) : fields.valueEnd(hostField);
        head.host(start, end);
        boolean isSame = !hasAuthority || hostField < 0 || isSameHost(fields, start, end);
        return isSame && Authority.isValid(fields.bytes(), start, end) ? Failure.NONE : Failure.BAD_HOST;
    }

    private boolean isSameHost(Fields fields, int start, int end) {
        byte[] bytes = fields.bytes();
        int other = fields.valueStart(hostField);
        if (fields.valueEnd(hostField) - other != end - start) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (Octets.lower(bytes[start + i]) != Octets.lower(bytes[other + i])) {
                return false;
            }
        }
        return true;
    }

    /// Crumbs become one line (RFC 9113, 8.2.3).
    private void joinCookies() {
        if (cookies > 1) {
            OwnLines.joinCookies(head.fields());
        }
    }

    /// HTTP/1.1 must be told how the body ends; a body that is not there, where one would be expected, too.
    private void frame(boolean endStream, boolean isConnect) {
        boolean isUnknown = head.contentLength() == RequestHead.UNKNOWN_LENGTH;
        if (isConnect) {
            WebSocketStart.takeMethod(head);
            return;
        }
        if (!endStream) {
            head.chunked(isUnknown);
            return;
        }
        malformed = head.contentLength() > 0;
        boolean expectsBody = head.method() == RequestHead.Method.POST
                || head.method() == RequestHead.Method.PUT
                || head.method() == RequestHead.Method.PATCH;
        if (isUnknown && expectsBody) {
            OwnLines.addLine(head.fields(), NO_BODY, FieldId.CONTENT_LENGTH);
            head.contentLength(0);
        }
    }
}
