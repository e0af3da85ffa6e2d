package io.sluice.dataplane.http;

/// The first line of a response that the proxy makes itself, by status (RFC 9110, 15).
final class StatusLine {

    private static final int FIRST = 200;
    private static final int LAST = 599;
    private static final byte[][] LINES = lines();

    private StatusLine() {}

    private static byte[][] lines() {
        byte[][] lines = new byte[LAST - FIRST + 1][];
        for (int status = FIRST; status <= LAST; status++) {
            lines[status - FIRST] = Octets.ascii("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
        }
        return lines;
    }

    /// With its CRLF; not to be written to.
    ///
    /// @param status 200 to 599
    static byte[] of(int status) {
        return LINES[status - FIRST];
    }

    /// Empty for a status that has no name here.
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
