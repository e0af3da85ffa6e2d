package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseRules;
import io.sluice.dataplane.http.Trailers;

/// Encodes what a client is told of a response: the endpoint's fields without those of its hop, and the proxy's own.
final class ResponseBlock {

    private ResponseBlock() {}

    /// @param status in place of the head's: a tunnel opens with 200 here (RFC 8441, 5.1)
    static void encode(HpackEncoder encoder, HeadWriter lines, ResponseHead head, int status, InfoFields info) {
        encoder.status(status);
        Fields fields = head.fields();
        byte[] bytes = fields.bytes();
        boolean isTunnel = head.status() == 101;
        for (int i = 0; i < fields.count(); i++) {
            byte id = fields.id(i);
            boolean isKept = ResponseRules.isKept(id, head, info, head.isChunked())
                    && !(isTunnel && id == FieldId.SEC_WEBSOCKET_ACCEPT);
            if (isKept) {
                encoder.field(bytes, fields.nameStart(i), fields.nameEnd(i), fields.valueStart(i), fields.valueEnd(i));
            }
        }
        if (fields.addedEnd() > 0) {
            encoder.lines(bytes, fields.addedStart(), fields.addedEnd());
        }
        lines.begin();
        if (status >= 200 && fields.find(FieldId.DATE) < 0) {
            info.appendDate(lines);
        }
        info.appendVia(lines, head.minorVersion());
        info.appendTo(lines);
        encoder.lines(lines.bytes(), 0, lines.length());
    }

    /// The head of an answer that the proxy makes itself.
    static void encode(HpackEncoder encoder, HeadWriter lines, LocalAnswer answer, InfoFields info) {
        lines.begin();
        answer.appendHead(lines);
        info.appendDate(lines);
        info.appendTo(lines);
        int statusLineEnd = Octets.indexOfLineFeed(lines.bytes(), 0, lines.length()) + 1;
        encoder.status(answer.status()).lines(lines.bytes(), statusLineEnd, lines.length());
    }

    /// False: none of them may pass.
    static boolean encodeTrailers(HpackEncoder encoder, HeadWriter lines, Fields trailers) {
        lines.begin();
        Trailers.appendResponse(lines, trailers);
        encoder.lines(lines.bytes(), 0, lines.length());
        return lines.length() > 0;
    }
}
