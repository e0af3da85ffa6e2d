package io.sluice.dataplane.http;

/// Why an exchange ends otherwise than by its endpoint's response: who is to blame, what the client is told,
/// whether another endpoint may be tried. The proxy error types are those of RFC 9209, 2.3.
public enum Failure {
    NONE(Side.PROXY, 0, Retry.NEVER, ""),

    // What clients send.
    BARE_LINE_FEED(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    TOO_MANY_EMPTY_LINES(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_REQUEST_LINE(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_TARGET(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    /// A percent-encoded slash, backslash or NUL where the route is decided by path.
    AMBIGUOUS_PATH(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    UNSUPPORTED_VERSION(Side.DOWNSTREAM, 505, Retry.NEVER, "http_request_error"),
    BAD_FIELD_NAME(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_FIELD_VALUE(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    /// A field line that starts with white space (RFC 9112, 5.2).
    FOLDED_FIELD(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    MISSING_HOST(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    DUPLICATE_HOST(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_HOST(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_CONTENT_LENGTH(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    /// Both Content-Length and Transfer-Encoding (RFC 9112, 6.3).
    AMBIGUOUS_LENGTH(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    /// Any transfer coding but one `chunked` (RFC 9112, 6.1), or one in HTTP/1.0.
    BAD_TRANSFER_ENCODING(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    UNKNOWN_TRANSFER_ENCODING(Side.DOWNSTREAM, 501, Retry.NEVER, "http_request_error"),
    /// A Connection field that names what must arrive (RFC 9110, 7.6.1).
    FORBIDDEN_CONNECTION_OPTION(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_CHUNK(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    BAD_TRAILER(Side.DOWNSTREAM, 400, Retry.NEVER, "http_request_error"),
    METHOD_NOT_ALLOWED(Side.DOWNSTREAM, 405, Retry.NEVER, "http_request_denied"),
    UNKNOWN_EXPECTATION(Side.DOWNSTREAM, 417, Retry.NEVER, "http_request_error"),
    REQUEST_LINE_TOO_LONG(Side.DOWNSTREAM, 414, Retry.NEVER, "http_request_error"),
    HEAD_TOO_LARGE(Side.DOWNSTREAM, 431, Retry.NEVER, "http_request_error"),
    TOO_MANY_FIELDS(Side.DOWNSTREAM, 431, Retry.NEVER, "http_request_error"),
    /// More than the route takes.
    BODY_TOO_LARGE(Side.DOWNSTREAM, 413, Retry.NEVER, "http_request_denied"),
    FIELD_LINE_TOO_LONG(Side.DOWNSTREAM, 431, Retry.NEVER, "http_request_error"),
    HEAD_TIMEOUT(Side.DOWNSTREAM, 408, Retry.NEVER, "http_request_error"),
    BODY_TIMEOUT(Side.DOWNSTREAM, 408, Retry.NEVER, "http_request_error"),
    /// Its address is not on the route's list.
    CLIENT_NOT_ALLOWED(Side.DOWNSTREAM, 403, Retry.NEVER, "http_request_denied"),
    RATE_LIMITED(Side.DOWNSTREAM, 429, Retry.NEVER, "http_request_denied"),
    /// No user and password, or wrong ones.
    UNAUTHORIZED(Side.DOWNSTREAM, 401, Retry.NEVER, "http_request_denied"),
    /// The connection is for hosts of another certificate, or the host has no TLS at all (RFC 9110, 15.5.20).
    MISDIRECTED(Side.DOWNSTREAM, 421, Retry.NEVER, "http_request_error"),
    /// Nobody is left to answer.
    CLIENT_GONE(Side.DOWNSTREAM, 499, Retry.NEVER, "connection_terminated"),
    /// The client does not read its response.
    CLIENT_STALLED(Side.DOWNSTREAM, 499, Retry.NEVER, "connection_terminated"),

    // What the proxy decides.
    NO_ROUTE(Side.PROXY, 503, Retry.NEVER, "destination_not_found"),
    NO_ENDPOINT(Side.PROXY, 503, Retry.NEVER, "destination_unavailable"),
    POOL_EXHAUSTED(Side.PROXY, 503, Retry.OTHER_ENDPOINT, "connection_limit_reached"),
    /// As many requests of the cluster are in flight as it may have.
    CLUSTER_BUSY(Side.PROXY, 503, Retry.NEVER, "connection_limit_reached"),
    /// The operator has switched the route off for a while.
    MAINTENANCE(Side.PROXY, 503, Retry.NEVER, "destination_unavailable"),
    /// Too many passwords wait to be verified.
    VERIFIER_BUSY(Side.PROXY, 503, Retry.NEVER, "proxy_internal_response"),
    /// The service that decides who may pass gave no answer.
    AUTH_UNAVAILABLE(Side.PROXY, 503, Retry.NEVER, "destination_unavailable"),
    /// The memory for buffers is nearly used up.
    MEMORY_SHORT(Side.PROXY, 503, Retry.NEVER, "proxy_internal_response"),
    SHUTTING_DOWN(Side.PROXY, 503, Retry.NEVER, "proxy_internal_response"),
    INTERNAL(Side.PROXY, 500, Retry.NEVER, "proxy_internal_error"),

    /// None of several endpoints can be connected.
    ALL_UNREACHABLE(Side.UPSTREAM, 503, Retry.NEVER, "destination_unavailable"),

    // What endpoints do. Nothing was sent yet: any request may go to another endpoint.
    CONNECT_REFUSED(Side.UPSTREAM, 502, Retry.OTHER_ENDPOINT, "connection_refused"),
    CONNECT_TIMEOUT(Side.UPSTREAM, 502, Retry.OTHER_ENDPOINT, "connection_timeout"),
    CONNECT_FAILED(Side.UPSTREAM, 502, Retry.OTHER_ENDPOINT, "destination_ip_unroutable"),
    /// The endpoint speaks no TLS, or shows a certificate that is not good enough.
    UPSTREAM_TLS_FAILED(Side.UPSTREAM, 502, Retry.OTHER_ENDPOINT, "tls_protocol_error"),
    /// What the endpoint says, or does not say, is not HTTP/2.
    ENDPOINT_NOT_HTTP2(Side.UPSTREAM, 502, Retry.OTHER_ENDPOINT, "http_protocol_error"),
    /// The endpoint says that it has not looked at the request (RFC 9113, 8.7).
    REFUSED_BY_ENDPOINT(Side.UPSTREAM, 503, Retry.IF_COMPLETE, "destination_unavailable"),
    /// The endpoint has reset the stream before its response.
    STREAM_RESET(Side.UPSTREAM, 502, Retry.IF_CLOSED, "connection_terminated"),
    /// The endpoint has broken the rules of HTTP/2, or floods.
    BAD_CONNECTION(Side.UPSTREAM, 502, Retry.NEVER, "http_protocol_error"),
    /// A pooled connection may close while a request is on its way (RFC 9112, 9.3.1).
    CLOSED_BEFORE_RESPONSE(Side.UPSTREAM, 502, Retry.IF_CLOSED, "connection_terminated"),
    BAD_STATUS_LINE(Side.UPSTREAM, 502, Retry.NEVER, "http_protocol_error"),
    BAD_RESPONSE_FIELD(Side.UPSTREAM, 502, Retry.NEVER, "http_protocol_error"),
    RESPONSE_HEAD_TOO_LARGE(Side.UPSTREAM, 502, Retry.NEVER, "http_response_header_section_size"),
    BAD_RESPONSE_LENGTH(Side.UPSTREAM, 502, Retry.NEVER, "http_protocol_error"),
    BAD_RESPONSE_CODING(Side.UPSTREAM, 502, Retry.NEVER, "http_response_transfer_coding"),
    TOO_MANY_INTERIM_RESPONSES(Side.UPSTREAM, 502, Retry.NEVER, "http_protocol_error"),
    UNASKED_SWITCH(Side.UPSTREAM, 502, Retry.NEVER, "http_upgrade_failed"),
    TRUNCATED_RESPONSE(Side.UPSTREAM, 502, Retry.NEVER, "http_response_incomplete"),
    RESPONSE_TIMEOUT(Side.UPSTREAM, 504, Retry.IF_SLOW, "http_response_timeout"),
    /// The time is up that a gRPC call's client gave it.
    CALL_DEADLINE(Side.UPSTREAM, 504, Retry.NEVER, "http_response_timeout"),
    RESPONSE_STALLED(Side.UPSTREAM, 504, Retry.NEVER, "http_response_timeout");

    private final Side side;
    private final int status;
    private final Retry retry;
    private final String proxyError;

    Failure(Side side, int status, Retry retry, String proxyError) {
        this.side = side;
        this.status = status;
        this.retry = retry;
        this.proxyError = proxyError;
    }

    public Side side() {
        return side;
    }

    /// Of the response that says it, as long as no response has begun; 499 is never sent.
    public int status() {
        return status;
    }

    public Retry retry() {
        return retry;
    }

    /// The `error` parameter of Proxy-Status.
    public String proxyError() {
        return proxyError;
    }

    /// For metrics and people: `connect_refused`.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public enum Side {
        DOWNSTREAM,
        PROXY,
        UPSTREAM
    }

    /// Whether the request may be sent again.
    public enum Retry {
        NEVER,
        /// Nothing was sent: any request, to another endpoint.
        OTHER_ENDPOINT,
        /// The endpoint did nothing: any request of which nothing is lost yet, on another connection.
        IF_COMPLETE,
        /// The connection closed: idempotent requests without a body, on a new connection when it had served a
        /// request before, else as the cluster's [io.sluice.dataplane.model.RetryPolicy] says.
        IF_CLOSED,
        /// No response in time: idempotent requests without a body, as the policy says.
        IF_SLOW
    }
}
