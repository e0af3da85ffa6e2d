package io.sluice.dataplane.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// The routes of one host name, or of all names below one.
///
/// @param routes of plain requests; no two share a path prefix; none only where there is TLS
/// @param tls null: TLS connections that name the host are refused
public record VirtualHost(
        HostPattern host, List<Route> routes, @Nullable HostTls tls) {

    public VirtualHost {
        routes = List.copyOf(routes);
        if (routes.isEmpty() && tls == null) {
            throw new IllegalArgumentException("virtual host without routes: " + host);
        }
    }

    /// Without TLS.
    public VirtualHost(HostPattern host, List<Route> routes) {
        this(host, routes, null);
    }

    public VirtualHost(HostName host, List<Route> routes) {
        this(HostPattern.exact(host), routes);
    }
}
