package io.sluice.controlplane.config;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/// What the operator says about all services, where labels are their authors' word.
///
/// @param serviceCluster the services that this proxy serves are those whose label names it; empty: those without
/// @param wildcardTenants who may have wildcard hosts and the default backend under [Tenancy#STACK]: names of stacks,
///     or `service:` and the name of a service of no stack
/// @param httpsPort where clients reach TLS, for redirects; not the listener's where the port is published as another
/// @param networks names or ids of those over which tasks are reached; empty: any
/// @param defaultLabels by name without the prefix: what a service is taken to say that does not say otherwise
public record RoutingOptions(
        String serviceCluster,
        Tenancy tenancy,
        Set<String> wildcardTenants,
        int httpsPort,
        Set<String> networks,
        Map<String, String> defaultLabels) {

    /// Where clients expect TLS.
    public static final int HTTPS_PORT = 443;

    public static final RoutingOptions DEFAULT = new RoutingOptions("", Tenancy.NONE, Set.of(), HTTPS_PORT);

    public RoutingOptions {
        wildcardTenants = Set.copyOf(wildcardTenants);
        networks = Set.copyOf(networks);
        defaultLabels = Map.copyOf(defaultLabels);
    }

    /// Over any network, and without labels of the operator's.
    public RoutingOptions(String serviceCluster, Tenancy tenancy, Set<String> wildcardTenants, int httpsPort) {
        this(serviceCluster, tenancy, wildcardTenants, httpsPort, Set.of(), Map.of());
    }

    /// With the usual port of TLS.
    public RoutingOptions(String serviceCluster, Tenancy tenancy, Set<String> wildcardTenants) {
        this(serviceCluster, tenancy, wildcardTenants, HTTPS_PORT);
    }

    public RoutingOptions withHttpsPort(int port) {
        return new RoutingOptions(serviceCluster, tenancy, wildcardTenants, port, networks, defaultLabels);
    }

    public RoutingOptions withTenancy(Tenancy other) {
        return new RoutingOptions(serviceCluster, other, wildcardTenants, httpsPort, networks, defaultLabels);
    }

    /// With what only a config file can say.
    public RoutingOptions with(Collection<String> allowedNetworks, Map<String, String> labels) {
        return new RoutingOptions(
                serviceCluster, tenancy, wildcardTenants, httpsPort, Set.copyOf(allowedNetworks), labels);
    }
}
