package io.sluice.controlplane.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import picocli.CommandLine.Option;

/// Flags that say which services are served, and how far they trust each other.
final class RoutingFlags {

    static final List<String> NAMES =
            List.of("--service-cluster", "--tenancy", "--wildcard-tenants", "--public-https-port");

    @Option(
            names = "--service-cluster",
            paramLabel = "NAME",
            converter = Converters.ClusterName.class,
            defaultValue = "${env:SLUICE_SERVICE_CLUSTER:-}",
            description = "Serve the services whose label com.docker.lb.service_cluster has this value."
                    + " Default: those without the label [SLUICE_SERVICE_CLUSTER]")
    private String serviceCluster = "";

    @Option(
            names = "--tenancy",
            paramLabel = "none|stack",
            converter = Converters.TenancyName.class,
            defaultValue = "${env:SLUICE_TENANCY:-none}",
            description = "stack: a host belongs to one stack, which keeps it; none: services that name the same host"
                    + " share it. Default: ${DEFAULT-VALUE} [SLUICE_TENANCY]")
    private Tenancy tenancy = Tenancy.NONE;

    @Option(
            names = "--wildcard-tenants",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${env:SLUICE_WILDCARD_TENANTS}",
            description = "Stacks that may have wildcard hosts and the default backend under --tenancy=stack;"
                    + " 'service:NAME' for a service of no stack; repeatable. Default: none"
                    + " [SLUICE_WILDCARD_TENANTS, comma-separated]")
    private List<String> wildcardTenants = new ArrayList<>();

    @Option(
            names = "--public-https-port",
            paramLabel = "PORT",
            converter = Converters.Port.class,
            defaultValue = "${env:SLUICE_PUBLIC_HTTPS_PORT:-443}",
            description = "Where clients reach TLS: what redirects to it say. Default: ${DEFAULT-VALUE}"
                    + " [SLUICE_PUBLIC_HTTPS_PORT]")
    private int publicHttpsPort = RoutingOptions.HTTPS_PORT;

    RoutingOptions options() {
        return new RoutingOptions(serviceCluster, tenancy, new HashSet<>(wildcardTenants), publicHttpsPort);
    }
}
