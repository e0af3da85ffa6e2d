package io.sluice.dataplane.http;

/// Which fields of an endpoint's response go on to a client, whatever its version.
public final class ResponseRules {

    private ResponseRules() {}

    /// @param withTrailers trailers may follow the body
    public static boolean isKept(byte id, ResponseHead head, InfoFields info, boolean withTrailers) {
        return switch (id) {
            case FieldId.DROPPED,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.CONNECTION,
                    FieldId.KEEP_ALIVE,
                    FieldId.PROXY_CONNECTION,
                    FieldId.TE,
                    FieldId.UPGRADE,
                    FieldId.PROXY_AUTHENTICATE,
                    FieldId.PROXY_AUTHENTICATION_INFO,
                    FieldId.PROXY_AUTHORIZATION -> false;
            case FieldId.TRAILER -> withTrailers;
            // Not allowed in these (RFC 9110, 8.6), and not ours to repeat.
            case FieldId.CONTENT_LENGTH -> head.status() != 204 && head.status() >= 200;
            case FieldId.X_REQUEST_ID,
                    FieldId.X_PROXY_ID,
                    FieldId.X_SERVER_INFO,
                    FieldId.X_UPSTREAM_ADDR,
                    FieldId.X_UPSTREAM_RESPONSE_TIME -> !info.isShown();
            default -> true;
        };
    }
}
