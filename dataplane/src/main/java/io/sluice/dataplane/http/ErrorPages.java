package io.sluice.dataplane.http;

/// What the proxy says of each [Failure], rendered once: a small page, or JSON for clients that prefer it, with the
/// cause in Proxy-Status (RFC 9209). Immutable, shared by all loops.
public final class ErrorPages {

    private static final Failure[] FAILURES = Failure.values();
    private static final byte[] JSON = Octets.ascii("application/json");
    private static final byte[] HTML = Octets.ascii("text/html");
    private static final int RETRY_SECONDS = 1;
    private static final int MAINTENANCE_RETRY_SECONDS = 60;

    private final byte[][] lines = new byte[FAILURES.length][];
    private final byte[][] grpcLines = new byte[FAILURES.length][];
    private final LocalBody[] html = new LocalBody[FAILURES.length];
    private final LocalBody[] json = new LocalBody[FAILURES.length];

    /// @param proxyId names this proxy in Proxy-Status
    public ErrorPages(String proxyId) {
        for (Failure failure : FAILURES) {
            String described = lines(failure, token(proxyId));
            lines[failure.ordinal()] = Octets.ascii(described);
            grpcLines[failure.ordinal()] =
                    Octets.ascii("content-type: application/grpc\r\n" + GrpcStatus.lines(failure) + described);
            html[failure.ordinal()] = LocalBody.html(htmlBody(failure));
            json[failure.ordinal()] = LocalBody.json(jsonBody(failure));
        }
    }

    /// The failure's field lines beside those of the body.
    byte[] lines(Failure failure) {
        return lines[failure.ordinal()];
    }

    /// As [#lines], for a gRPC call: all of the answer.
    byte[] grpcLines(Failure failure) {
        return grpcLines[failure.ordinal()];
    }

    /// In the form that the request's Accept field asks for.
    ///
    /// @param page in place of the proxy's own HTML; [LocalBody#NONE]: the proxy's own
    LocalBody body(Failure failure, RequestHead request, LocalBody page) {
        if (prefersJson(request.fields())) {
            return json[failure.ordinal()];
        }
        return page.isEmpty() ? html[failure.ordinal()] : page;
    }

    private static boolean prefersJson(Fields fields) {
        int accept = fields.find(FieldId.ACCEPT);
        if (accept < 0) {
            return false;
        }
        int jsonAt = indexOf(fields, accept, JSON);
        int htmlAt = indexOf(fields, accept, HTML);
        return jsonAt >= 0 && (htmlAt < 0 || jsonAt < htmlAt);
    }

    private static int indexOf(Fields fields, int field, byte[] lowerCase) {
        int last = fields.valueEnd(field) - lowerCase.length;
        for (int i = fields.valueStart(field); i <= last; i++) {
            if (Octets.equalsIgnoreCase(fields.bytes(), i, i + lowerCase.length, lowerCase)) {
                return i;
            }
        }
        return -1;
    }

    private static String lines(Failure failure, String proxy) {
        return "cache-control: no-store\r\n"
                + (failure.status() == 503 ? "retry-after: " + retrySeconds(failure) + "\r\n" : "")
                + (failure.status() == 405 ? "allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n" : "")
                + "proxy-status: " + proxy + "; error=" + failure.proxyError() + "; details=\""
                + failure.label() + "\"\r\n";
    }

    private static int retrySeconds(Failure failure) {
        return failure == Failure.MAINTENANCE ? MAINTENANCE_RETRY_SECONDS : RETRY_SECONDS;
    }

    /// The proxy's name where only a token may stand.
    public static String token(String text) {
        String cleaned = text.replaceAll("[^A-Za-z0-9._-]", "-");
        return Character.isLetter(cleaned.isEmpty() ? '-' : cleaned.charAt(0)) ? cleaned : "sluice-" + cleaned;
    }

    private static String htmlBody(Failure failure) {
        String title = failure.status() + " " + StatusLine.reason(failure.status());
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em}"
                + "small{opacity:.6}</style></head><body><h1>" + title + "</h1><p>" + advice(failure)
                + "</p><small>sluice: " + failure.label() + "</small></body></html>\n";
    }

    private static String jsonBody(Failure failure) {
        return "{\"status\":" + failure.status() + ",\"error\":\"" + failure.label() + "\",\"message\":\""
                + advice(failure) + "\"}\n";
    }

    private static String advice(Failure failure) {
        return switch (failure) {
            case NO_ROUTE -> "No service is published for this host and path.";
            case NO_ENDPOINT -> "The service is known, but nothing serves it right now. Try again in a moment.";
            case MAINTENANCE -> "The service is being worked on. Try again later.";
            case BODY_TOO_LARGE -> "The request's content is larger than this service takes.";
            case POOL_EXHAUSTED, CLUSTER_BUSY -> "The service is busy. Try again in a moment.";
            case CLIENT_NOT_ALLOWED -> "This service is not open to your address.";
            case RATE_LIMITED -> "Too many requests came from your address. Try again in a moment.";
            case UNAUTHORIZED -> "This service asks for a user name and a password.";
            case MEMORY_SHORT -> "The proxy is busy. Try again in a moment.";
            case VERIFIER_BUSY, AUTH_UNAVAILABLE -> "It cannot be checked right now whether you may pass. Try again.";
            default ->
                switch (failure.side()) {
                    case DOWNSTREAM -> "The request could not be accepted as it was sent.";
                    case PROXY -> "The proxy could not handle the request.";
                    case UPSTREAM -> "The service did not give a usable answer.";
                };
        };
    }
}
