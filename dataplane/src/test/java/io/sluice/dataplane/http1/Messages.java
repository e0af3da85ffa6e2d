package io.sluice.dataplane.http1;

import java.util.List;

/// Makes whole messages with bodies: most of them right, some wrong in ways that readers have disagreed on.
final class Messages {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "BREW");
    private static final List<String> TARGETS =
            List.of("/", "/a?b=c", "/%41/../x", "http://b.example/y", "*", "/a//b;c", "/x|y", "http://b.example");
    private static final List<String> LINES = List.of(
            "X-A: 1\r\n",
            "x-a:\t2 \r\n",
            "X-B:\r\n",
            "Cookie: a=b; c=d\r\n",
            "Accept: */*\r\n",
            "Connection: keep-alive\r\n",
            "Connection: x-a\r\n",
            "Connection: close\r\n",
            "Keep-Alive: timeout=5\r\n",
            "TE: trailers\r\n",
            "Trailer: x-t\r\n",
            "X_Under: 1\r\n",
            "X-Forwarded-For: 1.2.3.4\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: h2c\r\n",
            "Date: x\r\n",
            "Server: y\r\n",
            "X-C: \u00e9\r\n",
            "Content-Type: text/plain\r\n");
    private static final List<String> BAD_FRAMINGS = List.of(
            "Content-Length: 3\r\nContent-Length: 3\r\n",
            "Content-Length: 3, 3\r\n",
            "Content-Length: +3\r\n",
            "Content-Length : 3\r\n",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: identity, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding:\u000bchunked\r\n",
            "Transfer_Encoding: chunked\r\n",
            "Content-Length: 3\n",
            "X: y\rTransfer-Encoding: chunked\r\n",
            " Transfer-Encoding: chunked\r\n");
    private static final List<String> STATUSES = List.of(
            "200 OK", "200 OK", "404 Not Found", "204 No Content", "304 Not Modified", "500 ", "206", "418 \u00e9");
    private static final List<String> INTERIM =
            List.of("", "", "", "HTTP/1.1 103 Hints\r\nLink: a\r\n\r\n", "HTTP/1.1 102 P\r\n\r\n");
    private static final List<String> EXTENSIONS = List.of("", "", "", ";a=b", ";\"x y\"", ";");
    private static final List<String> TRAILERS =
            List.of("", "", "X-T: 1\r\n", "Content-Length: 7\r\n", "Host: evil\r\n");

    private final Mutations random;

    Messages(Mutations random) {
        this.random = random;
    }

    /// One to three, one behind the other.
    String requests() {
        StringBuilder all = new StringBuilder();
        for (int i = random.below(3); i >= 0; i--) {
            all.append(request());
        }
        return all.toString();
    }

    private String request() {
        String version = random.below(8) == 0 ? "HTTP/1.0" : "HTTP/1.1";
        return random.one(METHODS) + " " + random.one(TARGETS) + " " + version + "\r\nHost: a.example\r\n"
                + random.some(LINES, 3) + framingAndBody(true);
    }

    String response() {
        String version = random.below(6) == 0 ? "HTTP/1.0" : "HTTP/1.1";
        String status = random.one(STATUSES);
        boolean mayHaveBody = !status.startsWith("204") && !status.startsWith("304");
        return random.one(INTERIM) + version + " " + status + "\r\n" + random.some(LINES, 3)
                + (mayHaveBody ? framingAndBody(random.below(3) > 0) : "\r\n");
    }

    /// @param framed false: what follows the head is a body that ends with the connection
    private String framingAndBody(boolean framed) {
        if (!framed) {
            return "\r\n" + content();
        }
        return switch (random.below(8)) {
            case 0, 1 -> "\r\n";
            case 2, 3, 4 -> withLength(content());
            case 5, 6 -> "Transfer-Encoding: chunked\r\n\r\n" + chunks();
            default -> random.one(BAD_FRAMINGS) + "\r\n" + random.one(List.of("abc", chunks()));
        };
    }

    private static String withLength(String content) {
        return "Content-Length: " + content.length() + "\r\n\r\n" + content;
    }

    private String content() {
        return random.some(List.of("abc", "\r\n", "0\r\n\r\n", "GET / HTTP/1.1\r\nHost: evil\r\n\r\n", "\u00ff"), 4);
    }

    private String chunks() {
        StringBuilder body = new StringBuilder();
        for (int i = random.below(4); i > 0; i--) {
            String content = content() + "x";
            body.append(Integer.toHexString(content.length()))
                    .append(random.one(EXTENSIONS))
                    .append("\r\n")
                    .append(content)
                    .append("\r\n");
        }
        return body + "0\r\n" + random.one(TRAILERS) + "\r\n";
    }
}
