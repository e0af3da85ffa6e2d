package io.sluice.dataplane.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Cors;

/// [Cors] as bytes: what is answered to a preflight request, and what responses say. Immutable.
///
/// With `*` every response says so. Else responses say which page's origin may read them, and that they depend on it,
/// also when no origin is named or another: a cache must not give one page another's response.
final class CorsRules {

    private static final byte[] ORIGIN = Octets.ascii("origin");
    private static final byte[] REQUEST_METHOD = Octets.ascii("access-control-request-method");
    private static final byte[] PREFIX = Octets.ascii("access-control-");
    private static final byte[] EXPOSE = Octets.ascii("access-control-expose-headers");
    private static final String VARY = "vary: Origin\r\n";
    private static final byte[] VARY_LINE = Octets.ascii(VARY);

    private final boolean any;
    private final byte[][] origins;
    private final byte[][] responseLines; // same order; of any: one
    private final byte[][] preflightLines;

    CorsRules(Cors cors) {
        any = cors.origins().contains("*");
        List<String> named = any
                ? List.of("*")
                : cors.origins().stream()
                        .map(origin -> origin.toLowerCase(Locale.ROOT))
                        .toList();
        origins = named.stream().map(Octets::ascii).toArray(byte[][]::new);
        responseLines = named.stream()
                .map(origin -> Octets.ascii(originLines(cors, origin)))
                .toArray(byte[][]::new);
        preflightLines = named.stream()
                .map(origin -> Octets.ascii(originLines(cors, origin) + preflightLines(cors)))
                .toArray(byte[][]::new);
    }

    private static String originLines(Cors cors, String origin) {
        return "access-control-allow-origin: " + origin + "\r\n"
                + (cors.credentials() ? "access-control-allow-credentials: true\r\n" : "")
                + ("*".equals(origin) ? "" : VARY);
    }

    private static String preflightLines(Cors cors) {
        List<String> methods = new ArrayList<>(List.of("GET", "HEAD", "POST"));
        cors.methods().stream().filter(method -> !methods.contains(method)).forEach(methods::add);
        String fields = cors.fields().isEmpty()
                ? ""
                : "access-control-allow-headers: " + String.join(", ", cors.fields()) + "\r\n";
        return "access-control-allow-methods: " + String.join(", ", methods) + "\r\n" + fields
                + "access-control-max-age: " + cors.maxAge().toSeconds() + "\r\n";
    }

    static boolean isPreflight(RequestHead request) {
        return request.method() == RequestHead.Method.OPTIONS
                && request.fields().find(ORIGIN) >= 0
                && request.fields().find(REQUEST_METHOD) >= 0;
    }

    /// The lines of the answer to a preflight request. A page of an origin that may not use the route is told nothing
    /// but that it depends on the origin: its browser stops there.
    byte[] preflight(RequestHead request) {
        int origin = origin(request);
        return origin < 0 ? VARY_LINE : preflightLines[origin];
    }

    /// Takes out what the endpoint says and puts ours in.
    void apply(RequestHead request, Fields response) {
        byte[] bytes = response.bytes();
        for (int i = 0; i < response.count(); i++) {
            int from = response.nameStart(i);
            boolean isLonger = response.nameEnd(i) - from > PREFIX.length;
            if (isLonger
                    && Octets.equalsIgnoreCase(bytes, from, from + PREFIX.length, PREFIX)
                    && !isExposed(i, response)) {
                response.drop(i);
            }
        }
        response.addLines(lines(request));
    }

    /// What every answer to the request says.
    byte[] lines(RequestHead request) {
        int origin = origin(request);
        return origin < 0 ? VARY_LINE : responseLines[origin];
    }

    /// Only the endpoint knows which of its fields pages may read.
    private static boolean isExposed(int field, Fields response) {
        return response.isNamed(field, EXPOSE);
    }

    /// Its position in the list, or -1.
    private int origin(RequestHead request) {
        if (any) {
            return 0;
        }
        Fields fields = request.fields();
        int field = fields.find(ORIGIN);
        if (field < 0) {
            return -1;
        }
        for (int i = 0; i < origins.length; i++) {
            if (Octets.equalsIgnoreCase(fields.bytes(), fields.valueStart(field), fields.valueEnd(field), origins[i])) {
                return i;
            }
        }
        return -1;
    }
}
