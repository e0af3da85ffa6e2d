package io.sluice.dataplane.exchange;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;

/// Checks that an endpoint which switches protocols means this request's WebSocket (RFC 6455, 4.2.2): its
/// Sec-WebSocket-Accept must be made of the client's key.
final class WebSocketAccept {

    private static final byte[] GUID = Octets.ascii("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");

    private WebSocketAccept() {}

    static boolean isValid(RequestHead request, ResponseHead response) {
        int key = request.fields().find(FieldId.SEC_WEBSOCKET_KEY);
        int accept = response.fields().find(FieldId.SEC_WEBSOCKET_ACCEPT);
        if (key < 0 || accept < 0 || !response.isWebsocketSwitch()) {
            return false;
        }
        return MessageDigest.isEqual(expected(request.fields(), key), value(response.fields(), accept));
    }

    private static byte[] expected(Fields fields, int key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(value(fields, key));
            return Base64.getEncoder().encode(sha1.digest(GUID));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static byte[] value(Fields fields, int field) {
        return Octets.ascii(fields.value(field));
    }
}
