package io.sluice.controlplane.config;

import java.util.Set;

/// What the operator says about all services, where labels are their authors' word.
///
/// @param serviceCluster the services that this proxy serves are those whose label names it; empty: those without
/// @param wildcardTenants who may have wildcard hosts and the default backend under [Tenancy#STACK]: names of stacks,
///     or `service:` and the name of a service of no stack
/// @param httpsPort where clients reach TLS, for redirects; not the listener's where the port is published as another
public record RoutingOptions(String serviceCluster, Tenancy tenancy, Set<String> wildcardTenants, int httpsPort) {

    /// Where clients expect TLS.
    public static final int HTTPS_PORT = 443;

    public static final RoutingOptions DEFAULT = new RoutingOptions("", Tenancy.NONE, Set.of(), HTTPS_PORT);

    public RoutingOptions {
        wildcardTenants = Set.copyOf(wildcardTenants);
    }

    /// With the usual port of TLS.
    public RoutingOptions(String serviceCluster, Tenancy tenancy, Set<String> wildcardTenants) {
        this(serviceCluster, tenancy, wildcardTenants, HTTPS_PORT);
    }

    public RoutingOptions withHttpsPort(int port) {
        return new RoutingOptions(serviceCluster, tenancy, wildcardTenants, port);
    }
}
