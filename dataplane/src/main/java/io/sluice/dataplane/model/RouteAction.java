package io.sluice.dataplane.model;

/// What happens to a request that a route matched.
public sealed interface RouteAction {

    /// Send it to an endpoint of the named cluster.
    record Forward(String cluster) implements RouteAction {}
}
