package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseRules;

/// Writes a response head for a client: HTTP/1.1 with our framing, no field of the endpoint's hop.
final class ResponseWriter {

    private static final byte[] VERSION = Octets.ascii("HTTP/1.1 ");
    private static final byte[] CHUNKED = Octets.ascii("transfer-encoding: chunked\r\n");
    private static final byte[] CLOSE = Octets.ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Octets.ascii("connection: keep-alive\r\n");
    private static final byte[] SWITCH = Octets.ascii("connection: upgrade\r\nupgrade: websocket\r\n");
    private static final int STATUS_DIGITS = 3;

    private ResponseWriter() {}

    /// What the head says about the connection behind it.
    enum ConnectionLine {
        /// As the version implies.
        NONE,
        CLOSE,
        /// For HTTP/1.0 clients that asked.
        KEEP_ALIVE,
        /// 101.
        SWITCH
    }

    static void write(
            HeadWriter writer,
            ResponseHead head,
            InfoFields info,
            BodyDecoder.Framing framing,
            ConnectionLine connection) {
        writer.append(VERSION).append(head.fields().bytes(), head.reasonStart(), head.reasonEnd());
        if (head.reasonEnd() - head.reasonStart() == STATUS_DIGITS) {
            writer.append(' ');
        }
        writer.crlf();
        appendKept(writer, head, info, framing);
        if (framing == BodyDecoder.Framing.CHUNKED) {
            writer.append(CHUNKED);
        }
        append(writer, connection);
        appendOwn(writer, head, info);
        writer.crlf();
    }

    static void append(HeadWriter writer, ConnectionLine connection) {
        switch (connection) {
            case NONE -> {}
            case CLOSE -> writer.append(CLOSE);
            case KEEP_ALIVE -> writer.append(KEEP_ALIVE);
            case SWITCH -> writer.append(SWITCH);
        }
    }

    private static void appendOwn(HeadWriter writer, ResponseHead head, InfoFields info) {
        if (head.status() >= 200 && head.fields().find(FieldId.DATE) < 0) {
            info.appendDate(writer);
        }
        info.appendVia(writer, head.minorVersion());
        info.appendTo(writer);
    }

    private static void appendKept(HeadWriter writer, ResponseHead head, InfoFields info, BodyDecoder.Framing framing) {
        Fields fields = head.fields();
        int count = fields.count();
        int runStart = -1;
        for (int i = 0; i < count; i++) {
            boolean kept = ResponseRules.isKept(fields.id(i), head, info, framing == BodyDecoder.Framing.CHUNKED);
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
