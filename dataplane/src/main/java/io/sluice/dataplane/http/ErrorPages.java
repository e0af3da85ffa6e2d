package io.sluice.dataplane.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The responses that the proxy makes itself, rendered once: a small page, or JSON for clients that prefer it,
/// with the cause in Proxy-Status (RFC 9209). Immutable, shared by all loops.
public final class ErrorPages {

    private static final Failure[] FAILURES = Failure.values();
    private static final byte[] JSON = Octets.ascii("application/json");
    private static final byte[] HTML = Octets.ascii("text/html");

    private final Page[] html = new Page[FAILURES.length];
    private final Page[] json = new Page[FAILURES.length];

    /// @param proxyId names this proxy in Proxy-Status
    public ErrorPages(String proxyId) {
        for (Failure failure : FAILURES) {
            html[failure.ordinal()] = page(failure, proxyId, "text/html; charset=utf-8", htmlBody(failure));
            json[failure.ordinal()] = page(failure, proxyId, "application/json", jsonBody(failure));
        }
    }

    /// @param head status line and fields, each with its CRLF, without the empty line
    @SuppressWarnings("ArrayRecordComponent") // written to the wire, never compared
    public record Page(byte[] head, byte[] body) {}

    /// The page for the failure in the form that the request's Accept field asks for.
    public Page page(Failure failure, RequestHead request) {
        return prefersJson(request.fields()) ? json[failure.ordinal()] : html[failure.ordinal()];
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

    private static Page page(Failure failure, String proxyId, String contentType, String body) {
        byte[] bodyBytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + failure.status() + " " + reason(failure.status()) + "\r\n"
                + "content-type: " + contentType + "\r\n"
                + "content-length: " + bodyBytes.length + "\r\n"
                + "cache-control: no-store\r\n"
                + (failure.status() == 503 ? "retry-after: 1\r\n" : "")
                + (failure.status() == 405 ? "allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n" : "")
                + "proxy-status: " + token(proxyId) + "; error=" + failure.proxyError() + "; details=\""
                + failure.label() + "\"\r\n";
        return new Page(Octets.ascii(head), bodyBytes);
    }

    private static String token(String text) {
        String cleaned = text.replaceAll("[^A-Za-z0-9._-]", "-");
        return Character.isLetter(cleaned.isEmpty() ? '-' : cleaned.charAt(0)) ? cleaned : "sluice-" + cleaned;
    }

    private static String htmlBody(Failure failure) {
        String title = failure.status() + " " + reason(failure.status());
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
            case POOL_EXHAUSTED, CLUSTER_BUSY -> "The service is busy. Try again in a moment.";
            default ->
                switch (failure.side()) {
                    case DOWNSTREAM -> "The request could not be accepted as it was sent.";
                    case PROXY -> "The proxy could not handle the request.";
                    case UPSTREAM -> "The service did not give a usable answer.";
                };
        };
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> String.format(Locale.ROOT, "Status %d", status);
        };
    }
}
