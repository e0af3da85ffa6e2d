package io.sluice.dataplane.model;

import java.util.List;

/// A set of endpoints that serve the same thing: the tasks of a service, or its VIP.
///
/// @param name unique in a [ProxyConfig] and stable over generations: the service's name
/// @param endpoints may be empty: the service exists and nothing serves it yet; no address twice
public record Cluster(String name, List<Endpoint> endpoints, LbPolicy policy, UpstreamTimeouts timeouts) {

    public Cluster {
        endpoints = List.copyOf(endpoints);
    }
}
