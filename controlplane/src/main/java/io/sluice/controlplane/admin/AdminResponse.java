package io.sluice.controlplane.admin;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What the admin listener answers; the array is not changed after.
@SuppressWarnings("ArrayRecordComponent") // written to the socket as it is
record AdminResponse(int status, String contentType, byte[] body) {

    static AdminResponse json(Map<String, Object> document) {
        return json(200, document);
    }

    static AdminResponse json(int status, Map<String, Object> document) {
        return new AdminResponse(status, "application/json", Json.bytes(document));
    }

    static AdminResponse text(int status, String text) {
        return new AdminResponse(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
