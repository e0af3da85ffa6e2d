package io.sluice.dataplane.http1;

import java.util.List;
import java.util.Set;

/// One message as a reader understood it.
///
/// @param start method and target, or the status
/// @param fields `lower-case-name=value`, in order
record HttpReading(String start, List<String> fields, String body, List<String> trailers) {

    private static final Set<String> OF_THE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    HttpReading {
        fields = List.copyOf(fields);
        trailers = List.copyOf(trailers);
    }

    String method() {
        return start.substring(0, start.indexOf(' '));
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.startsWith(name + "="))
                .map(field -> field.substring(name.length() + 1))
                .toList();
    }

    /// Without those that end at a proxy.
    List<String> endToEnd() {
        return fields.stream()
                .filter(field -> !OF_THE_HOP.contains(field.substring(0, field.indexOf('='))))
                .toList();
    }
}
