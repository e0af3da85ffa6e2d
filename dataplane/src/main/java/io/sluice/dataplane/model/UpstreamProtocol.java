package io.sluice.dataplane.model;

import org.jspecify.annotations.Nullable;

/// What is spoken to endpoints.
///
/// @param tls null: plain TCP
/// @param proxyProtocol new connections begin with a PROXY header, version 2, that names the client
public record UpstreamProtocol(Http http, @Nullable UpstreamTls tls, boolean proxyProtocol) {

    /// HTTP/1.1 over plain TCP.
    public static final UpstreamProtocol PLAIN = new UpstreamProtocol(Http.HTTP1, null, false);

    /// Which version of HTTP.
    public enum Http {
        /// HTTP/1.1.
        HTTP1,
        /// HTTP/2, over TCP with prior knowledge.
        HTTP2,
        /// gRPC: HTTP/2, and the proxy's own answers are gRPC statuses in trailers.
        GRPC
    }

    public UpstreamProtocol {
        if (proxyProtocol && http != Http.HTTP1) {
            throw new IllegalArgumentException("a PROXY header names one client, and HTTP/2 connections serve many");
        }
    }
}
