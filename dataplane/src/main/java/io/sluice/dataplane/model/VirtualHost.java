package io.sluice.dataplane.model;

import java.util.List;

/// The routes of one host name, or of all names below one.
///
/// @param routes at least one; no two share a path prefix
public record VirtualHost(HostPattern host, List<Route> routes) {

    public VirtualHost {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("virtual host without routes: " + host);
        }
    }

    public VirtualHost(HostName host, List<Route> routes) {
        this(HostPattern.exact(host), routes);
    }
}
