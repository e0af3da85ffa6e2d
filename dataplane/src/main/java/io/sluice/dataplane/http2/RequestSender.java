package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.Trailers;
import io.sluice.dataplane.loop.OnLoop;

/// Writes the heads of requests to one endpoint.
@OnLoop
final class RequestSender {

    private static final byte[] NO_TRAILERS = {};
    private static final byte[] TE_TRAILERS = Octets.ascii("te: trailers\r\n");

    /// Places in the static table (RFC 7541, A).
    private static final int AUTHORITY = 1;

    private static final int METHOD_GET = 2;
    private static final int METHOD_POST = 3;
    private static final int PATH_ROOT = 4;
    private static final int SCHEME_HTTP = 6;
    private static final int SCHEME_HTTPS = 7;

    /// Our dynamic table has no room: so the endpoint need not keep it, and may allow us what it likes (RFC 7541, 4.2).
    private static final int NO_TABLE = 0x20;

    private final Http2Context shared;
    private final HpackEncoder encoder;
    private final HeadWriter lines;
    private final FrameWriter out;
    private final int scheme;
    private boolean tableTold;

    /// @param isTls of this connection: endpoints compare the scheme with it
    RequestSender(Http2Context shared, FrameWriter out, boolean isTls) {
        this.shared = shared;
        encoder = shared.encoder();
        lines = shared.headWriter();
        this.out = out;
        scheme = isTls ? SCHEME_HTTPS : SCHEME_HTTP;
    }

    void head(int streamId, RequestHead request, ForwardedFields forwarded, byte[] requestId) {
        encoder.begin();
        if (!tableTold) {
            tableTold = true;
            encoder.raw(NO_TABLE);
        }
        pseudo(request);
        kept(request, forwarded);
        lines.begin();
        if (request.acceptsTrailers()) {
            lines.append(TE_TRAILERS);
        }
        forwarded.appendTo(lines, request, requestId);
        encoder.lines(lines.bytes(), 0, lines.length());
        out.headers(streamId, encoder.bytes(), encoder.length(), false);
    }

    private void pseudo(RequestHead request) {
        byte[] bytes = request.fields().bytes();
        switch (request.method()) {
            case GET -> encoder.indexed(METHOD_GET);
            case POST -> encoder.indexed(METHOD_POST);
            default -> encoder.literal(METHOD_GET, bytes, request.methodStart(), request.methodEnd());
        }
        encoder.indexed(scheme);
        int from = request.sentTargetStart();
        int to = request.targetEnd();
        if (to - from == 1 && bytes[from] == '/') {
            encoder.indexed(PATH_ROOT);
        } else {
            encoder.literal(PATH_ROOT, bytes, from, to);
        }
        if (request.hostStart() >= 0) {
            encoder.literal(AUTHORITY, bytes, request.hostStart(), request.hostEnd());
        }
    }

    private void kept(RequestHead request, ForwardedFields forwarded) {
        Fields fields = request.fields();
        byte[] bytes = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            if (RequestRules.isKept(fields.id(i), request, forwarded)) {
                encoder.field(bytes, fields.nameStart(i), fields.nameEnd(i), fields.valueStart(i), fields.valueEnd(i));
            }
        }
        if (fields.addedEnd() > 0) {
            encoder.lines(bytes, fields.addedStart(), fields.addedEnd());
        }
    }

    /// A block to send later, since content may still be before it; empty: there is nothing to send.
    byte[] trailers(Fields trailers) {
        if (trailers.count() == 0) {
            return NO_TRAILERS;
        }
        lines.begin();
        Trailers.appendRequest(lines, trailers, shared.underscores());
        if (lines.length() == 0) {
            return NO_TRAILERS;
        }
        encoder.begin().lines(lines.bytes(), 0, lines.length());
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }
}
