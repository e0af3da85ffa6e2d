package io.sluice.dataplane.metrics;

/// What a loop counts besides the traffic of routes and endpoints. The documentation names are those of
/// `/metrics`.
public enum Counter {
    CONNECTIONS_ACCEPTED("downstream_connections_total", "Client connections accepted"),
    CONNECTIONS_CLOSED("downstream_connections_closed_total", "Client connections closed"),
    CONNECTIONS_REFUSED("downstream_connections_refused_total", "Client connections over the limit, closed at once"),
    CLIENT_RATE_LIMIT(
            "downstream_client_rate_limit_total",
            "Client connections that came faster than the limit of their address, closed at once"),
    CLIENT_LIMIT("downstream_client_limit_total", "Client connections over the limit of their address, closed at once"),
    REQUEST_LIMIT("downstream_request_limit_total", "Client connections closed behind the last request they may send"),
    PROXY_HEADERS("proxy_headers_total", "Client connections that began with a PROXY header"),
    PROXY_HEADERS_REFUSED("proxy_headers_refused_total", "Client connections closed for want of a valid PROXY header"),
    REQUESTS("requests_total", "Requests whose head was complete"),
    BYTES_RECEIVED("downstream_received_bytes_total", "Bytes read from clients"),
    BYTES_SENT("downstream_sent_bytes_total", "Bytes written to clients"),
    UPSTREAM_CONNECTS("upstream_connects_total", "Connections opened to endpoints"),
    UPSTREAM_CONNECT_FAILURES("upstream_connect_failures_total", "Connections to endpoints that failed"),
    UPSTREAM_REUSES("upstream_reuses_total", "Requests that took a pooled connection"),
    UPSTREAM_CLOSED("upstream_connections_closed_total", "Connections to endpoints closed"),
    RETRIES("retries_total", "Requests sent again to another endpoint or connection"),
    TUNNELS_OPENED("tunnels_total", "Upgraded connections"),
    TUNNELS_CLOSED("tunnels_closed_total", "Upgraded connections that ended"),
    CLIENT_ABORTS("client_aborts_total", "Exchanges that the client ended before the response was complete"),
    READ_PAUSES("backpressure_pauses_total", "Times a side was not read because the other did not keep up"),
    HEAD_TIMEOUTS("head_timeouts_total", "Connections closed because a request head took too long"),
    INTERNAL_ERRORS("internal_errors_total", "Connections closed because of an error in the proxy itself"),
    ACCEPT_FAILURES("accept_failures_total", "Times accepting failed, for want of file descriptors mostly"),
    MEMORY_PAUSES("accept_memory_pauses_total", "Times a loop stopped accepting because memory for buffers was short"),
    POOL_LIMIT("upstream_pool_limit_total", "Requests that met an endpoint at its connection limit"),
    CLUSTER_LIMIT("cluster_limit_total", "Requests refused because their cluster had as many in flight as it may"),
    RETRY_BUDGET_LIMIT("retry_budget_limit_total", "Requests not sent again because too many were"),
    EJECTIONS("ejections_total", "Times an endpoint that failed was left out for a while"),
    TLS_HANDSHAKES("tls_handshakes_total", "TLS handshakes with clients that were completed"),
    TLS_HANDSHAKE_FAILURES("tls_handshake_failures_total", "TLS handshakes with clients that failed"),
    TLS_HANDSHAKE_TIMEOUTS(
            "tls_handshake_timeouts_total", "TLS connections closed because the handshake took too long"),
    TLS_REFUSED("tls_refused_total", "TLS connections refused: no host of that name, or no ClientHello"),
    TLS_CERTIFICATE_FAILURES("tls_certificate_failures_total", "TLS connections refused for want of their certificate"),
    UPSTREAM_TLS_FAILURES("upstream_tls_failures_total", "TLS handshakes with endpoints that failed"),
    TLS_PASSED_ON("tls_passed_on_total", "TLS connections passed on as they were"),
    SILENCES("silences_total", "Times an endpoint that owed answers was left out until it gave one"),
    COMPRESSION_LIMIT("compression_limit_total", "Responses sent as they were for too many were being compressed"),
    HTTP2_CONNECTIONS("http2_connections_total", "Client connections that speak HTTP/2"),
    HTTP2_ERRORS("http2_errors_total", "HTTP/2 connections ended for a breach of the protocol"),
    HTTP2_FLOODS("http2_floods_total", "HTTP/2 connections ended because they cost more than they asked for"),
    HTTP2_MALFORMED("http2_malformed_total", "HTTP/2 requests reset because they were malformed"),
    HTTP2_REFUSED(
            "http2_refused_total", "HTTP/2 streams refused: the client had as many as it may, or memory was short"),
    HTTP2_RESETS("http2_resets_total", "HTTP/2 streams that clients reset"),
    UPSTREAM_HTTP2_ERRORS(
            "upstream_http2_errors_total", "HTTP/2 connections to endpoints ended for what the endpoint did");

    private final String metric;
    private final String help;

    Counter(String metric, String help) {
        this.metric = metric;
        this.help = help;
    }

    /// Without the `sluice_` prefix.
    public String metric() {
        return metric;
    }

    public String help() {
        return help;
    }
}
