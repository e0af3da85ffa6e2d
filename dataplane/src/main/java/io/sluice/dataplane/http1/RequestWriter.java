package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;

/// Writes a request head for an endpoint: always HTTP/1.1, one Host line, no field of the client's hop.
final class RequestWriter {

    private static final byte[] VERSION = Octets.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] CHUNKED = Octets.ascii("transfer-encoding: chunked\r\n");
    private static final byte[] WEBSOCKET = Octets.ascii("connection: upgrade\r\nupgrade: websocket\r\n");
    private static final byte[] TRAILERS = Octets.ascii("connection: te\r\nte: trailers\r\n");

    private RequestWriter() {}

    static void write(HeadWriter writer, RequestHead head, ForwardedFields forwarded, byte[] requestId) {
        Fields fields = head.fields();
        byte[] bytes = fields.bytes();
        writer.append(bytes, head.methodStart(), head.methodEnd())
                .append(' ')
                .append(bytes, head.sentTargetStart(), head.targetEnd())
                .append(VERSION);
        if (head.hostStart() >= 0) {
            writer.append(bytes, head.hostStart(), head.hostEnd());
        }
        writer.crlf();
        appendKept(writer, head, forwarded);
        if (head.isChunked()) {
            writer.append(CHUNKED);
        }
        if (head.isWebsocketUpgrade()) {
            writer.append(WEBSOCKET);
        } else if (head.acceptsTrailers()) {
            writer.append(TRAILERS);
        }
        forwarded.appendTo(writer, head, requestId);
        writer.crlf();
    }

    /// Neighbouring lines that are kept are copied as one.
    private static void appendKept(HeadWriter writer, RequestHead head, ForwardedFields forwarded) {
        Fields fields = head.fields();
        int count = fields.count();
        int runStart = -1;
        for (int i = 0; i < count; i++) {
            boolean kept = RequestRules.isKept(fields.id(i), head, forwarded);
            if (kept && runStart < 0) {
                runStart = fields.nameStart(i);
            } else if (!kept && runStart >= 0) {
                writer.append(fields.bytes(), runStart, fields.nameStart(i));
                runStart = -1;
            }
        }
        if (runStart >= 0) {
            writer.append(fields.bytes(), runStart, fields.lineEnd(count - 1));
        }
        if (fields.addedEnd() > 0) {
            writer.append(fields.bytes(), fields.addedStart(), fields.addedEnd());
        }
    }
}
