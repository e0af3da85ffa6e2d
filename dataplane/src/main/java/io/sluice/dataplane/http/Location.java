package io.sluice.dataplane.http;

/// Where redirects lead: values of Location (RFC 9110, 10.2.2) made of a request's target, which has no control
/// character and no space in it, as its codec refuses those.
public final class Location {

    /// A path that begins with two slashes would name a host (RFC 3986, 4.2).
    private static final byte[] DOT_SEGMENT = {'/', '.'};

    private static final byte[] HTTPS = {'h', 't', 't', 'p', 's', ':', '/', '/'};

    private Location() {}

    /// The base, then the request's path and query as they are routed: normalized. `OPTIONS *` asks for the root.
    ///
    /// @param base scheme, authority and maybe a path, clean
    public static void appendBelow(HeadWriter writer, byte[] base, RequestHead request) {
        byte[] bytes = request.fields().bytes();
        int from = request.targetStart();
        writer.append(base);
        if (bytes[from] == '/') {
            writer.append(bytes, from, request.targetEnd());
        } else {
            writer.append('/');
        }
    }

    /// `https://`, the request's host, the port, then its path and query as [#appendBelow] has them.
    ///
    /// @param port `:8443`, or nothing
    public static void appendHttps(HeadWriter writer, byte[] port, RequestHead request) {
        byte[] bytes = request.fields().bytes();
        int from = request.hostStart();
        writer.append(HTTPS).append(bytes, from, Authority.hostEnd(bytes, from, request.hostEnd()));
        appendBelow(writer, port, request);
    }

    /// The request's own path with a slash behind it, then the query: relative, as a TLS terminator before this proxy
    /// may have another scheme and port.
    public static void appendWithSlash(HeadWriter writer, RequestHead request) {
        byte[] bytes = request.fields().bytes();
        int from = request.targetStart();
        int to = request.targetEnd();
        int pathEnd = PathNormalizer.pathEnd(bytes, from, to);
        if (pathEnd - from > 1 && bytes[from + 1] == '/') {
            writer.append(DOT_SEGMENT);
        }
        writer.append(bytes, from, pathEnd).append('/').append(bytes, pathEnd, to);
    }
}
