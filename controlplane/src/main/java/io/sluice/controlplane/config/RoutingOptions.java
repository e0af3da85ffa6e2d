package io.sluice.controlplane.config;

import java.util.Set;

/// What the operator says about all services, where labels are their authors' word.
///
/// @param serviceCluster the services that this proxy serves are those whose label names it; empty: those without
/// @param wildcardTenants who may have wildcard hosts and the default backend under [Tenancy#STACK]: names of stacks,
///     or `service:` and the name of a service of no stack
public record RoutingOptions(String serviceCluster, Tenancy tenancy, Set<String> wildcardTenants) {

    public static final RoutingOptions DEFAULT = new RoutingOptions("", Tenancy.NONE, Set.of());

    public RoutingOptions {
        wildcardTenants = Set.copyOf(wildcardTenants);
    }
}
