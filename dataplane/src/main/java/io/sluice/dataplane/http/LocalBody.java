package io.sluice.dataplane.http;

import java.nio.charset.StandardCharsets;

/// The body of a response that the proxy makes itself, with the field lines that describe it. Immutable; made when a
/// page is known, not when it is sent.
public final class LocalBody {

    /// No content.
    public static final LocalBody NONE = new LocalBody("", new byte[0]);

    private final byte[] lines;
    private final byte[] bytes;

    private LocalBody(String typeLine, byte[] bytes) {
        lines = Octets.ascii(typeLine + "content-length: " + bytes.length + "\r\n");
        this.bytes = bytes;
    }

    public static LocalBody html(String page) {
        return of("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    public static LocalBody json(String text) {
        return of("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param contentType a field value
    /// @param bytes not to be changed afterwards
    public static LocalBody of(String contentType, byte[] bytes) {
        return new LocalBody("content-type: " + contentType + "\r\n", bytes);
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// Whole lines, Content-Length among them.
    byte[] lines() {
        return lines;
    }

    byte[] bytes() {
        return bytes;
    }
}
