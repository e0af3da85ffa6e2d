package io.sluice.dataplane.model;

import java.time.Duration;
import java.util.List;

/// Which pages of other origins may use a route (the Fetch standard, 3.2). Preflight requests are answered here.
///
/// @param origins as browsers send them, `https://app.example.com`; `*`: any, never together with credentials
/// @param methods beside GET, HEAD and POST
/// @param fields of requests that pages may set
/// @param credentials cookies and authorization may be used
/// @param maxAge that browsers may remember a preflight
public record Cors(
        List<String> origins, List<String> methods, List<String> fields, boolean credentials, Duration maxAge) {

    public Cors {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        fields = List.copyOf(fields);
        if (credentials && origins.contains("*")) {
            throw new IllegalArgumentException("credentials need origins by name, not '*'");
        }
    }
}
