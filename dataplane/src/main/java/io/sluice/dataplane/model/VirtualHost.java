package io.sluice.dataplane.model;

import java.util.List;

/// The routes of one host name.
///
/// @param host lower-case, without port and trailing dot: `app.example.com`
/// @param routes at least one; no two share a path prefix
public record VirtualHost(HostName host, List<Route> routes) {

    public VirtualHost {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("virtual host without routes: " + host);
        }
    }
}
