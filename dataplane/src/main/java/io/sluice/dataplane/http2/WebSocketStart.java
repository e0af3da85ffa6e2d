package io.sluice.dataplane.http2;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;

/// A WebSocket that is asked for over HTTP/2 (RFC 8441) becomes the GET that HTTP/1.1 asks with (RFC 6455, 4.1).
final class WebSocketStart {

    private static final byte[] WEBSOCKET = Octets.ascii("websocket");
    private static final byte[] GET = Octets.ascii("GET");
    private static final int KEY_BYTES = 16;

    private WebSocketStart() {}

    /// @return why not, or [Failure#NONE]
    static Failure rewrite(RequestHead head, PseudoFields pseudo, boolean endStream) {
        byte[] bytes = head.fields().bytes();
        boolean isWanted = !endStream
                && pseudo.is(PseudoFields.PROTOCOL, bytes, WEBSOCKET)
                && head.contentLength() == RequestHead.UNKNOWN_LENGTH
                && head.fields().find(FieldId.SEC_WEBSOCKET_KEY) < 0;
        if (!isWanted) {
            return Failure.METHOD_NOT_ALLOWED;
        }
        OwnLines.addLine(head.fields(), keyLine(), FieldId.SEC_WEBSOCKET_KEY);
        head.upgradeOption(true);
        head.websocket(true);
        return Failure.NONE;
    }

    /// The key guards against caches that do not understand; it is no secret.
    private static byte[] keyLine() {
        byte[] key = new byte[KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(key);
        return Octets.ascii("sec-websocket-key: " + Base64.getEncoder().encodeToString(key) + "\r\n");
    }

    /// Call it last: lines that are added behind the method's bytes would not follow the others.
    static void takeMethod(RequestHead head) {
        int start = OwnLines.append(head.fields(), GET, 0, GET.length);
        head.method(RequestHead.Method.GET, start, start + GET.length);
    }
}
