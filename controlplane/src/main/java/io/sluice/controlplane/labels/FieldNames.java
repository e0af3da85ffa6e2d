package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.sluice.controlplane.config.Printable;

/// Which header fields labels may name: tokens (RFC 9110, 5.1), but none that frames a message, belongs to one hop or
/// says what the proxy vouches for.
final class FieldNames {

    private static final int MAX_LENGTH = 128;

    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "keep-alive",
            "http2-settings",
            "expect",
            "forwarded",
            "via",
            "x-real-ip",
            "x-request-id",
            "x-server-info");

    private static final List<String> RESERVED_STARTS = List.of(
            "proxy-", "x-forwarded-", "x-proxy-", "x-upstream-", "client-cert", "x-client-cert-", "sec-websocket-");

    private FieldNames() {}

    /// The name as it is.
    ///
    /// @throws BadValue for one that labels may not name
    static String checked(String text) {
        if (!Values.isToken(text) || text.length() > MAX_LENGTH) {
            throw new BadValue(
                    "invalid-header",
                    Printable.quoted(text) + " is not the name of a header",
                    "write letters, digits and '-', " + MAX_LENGTH + " at most, as in 'X-Frame-Options'");
        }
        String name = text.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(name) || RESERVED_STARTS.stream().anyMatch(name::startsWith)) {
            throw new BadValue(
                    "reserved-header",
                    "the header " + Printable.quoted(text) + " is the proxy's own business",
                    "leave it out: labels may name no header that frames a message, belongs to one connection or"
                            + " says who the client is");
        }
        return text;
    }
}
