package io.sluice.dataplane.http;

/// Which trailer fields are passed on: none that would frame, route or authenticate a message (RFC 9110, 6.5.1), and no
/// name that would be dropped in a head.
public final class Trailers {

    private Trailers() {}

    /// Those of a request, for an endpoint.
    public static void appendRequest(HeadWriter writer, Fields trailers, Underscores underscores) {
        for (int i = 0; i < trailers.count(); i++) {
            if (isAllowed(trailers.id(i)) && underscores.isKept(trailers, i)) {
                append(writer, trailers, i);
            }
        }
    }

    /// Those of a response, for a client.
    public static void appendResponse(HeadWriter writer, Fields trailers) {
        for (int i = 0; i < trailers.count(); i++) {
            if (isAllowed(trailers.id(i))) {
                append(writer, trailers, i);
            }
        }
    }

    private static void append(HeadWriter writer, Fields trailers, int field) {
        writer.append(trailers.bytes(), trailers.nameStart(field), trailers.lineEnd(field));
    }

    private static boolean isAllowed(byte id) {
        return switch (id) {
            case FieldId.DROPPED,
                    FieldId.HOST,
                    FieldId.CONTENT_LENGTH,
                    FieldId.TRANSFER_ENCODING,
                    FieldId.CONNECTION,
                    FieldId.KEEP_ALIVE,
                    FieldId.PROXY_CONNECTION,
                    FieldId.TE,
                    FieldId.TRAILER,
                    FieldId.UPGRADE,
                    FieldId.EXPECT,
                    FieldId.AUTHORIZATION,
                    FieldId.HTTP2_SETTINGS,
                    FieldId.PROXY_AUTHENTICATE,
                    FieldId.PROXY_AUTHENTICATION_INFO,
                    FieldId.PROXY_AUTHORIZATION,
                    FieldId.COOKIE,
                    FieldId.SET_COOKIE,
                    FieldId.FORWARDED,
                    FieldId.X_FORWARDED_FOR,
                    FieldId.X_FORWARDED_PROTO,
                    FieldId.X_FORWARDED_HOST,
                    FieldId.X_FORWARDED_PORT,
                    FieldId.X_FORWARDED_PREFIX,
                    FieldId.X_FORWARDED_OTHER,
                    FieldId.VIA,
                    FieldId.X_REAL_IP,
                    FieldId.X_REQUEST_ID,
                    FieldId.X_PROXY_ID,
                    FieldId.X_SERVER_INFO,
                    FieldId.X_UPSTREAM_ADDR,
                    FieldId.X_UPSTREAM_RESPONSE_TIME,
                    FieldId.CLIENT_CERT -> false;
            default -> true;
        };
    }
}
