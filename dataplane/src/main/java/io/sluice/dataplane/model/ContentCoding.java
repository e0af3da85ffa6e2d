package io.sluice.dataplane.model;

/// How a response body may be compressed (RFC 9110, 8.4.1).
public enum ContentCoding {
    GZIP("gzip"),
    ZSTD("zstd"),
    BROTLI("br");

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /// As fields say it.
    public String token() {
        return token;
    }
}
