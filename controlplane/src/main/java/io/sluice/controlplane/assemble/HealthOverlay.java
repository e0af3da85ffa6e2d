package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.ProxyConfig;

/// Says of a config that was assembled elsewhere which of its endpoints are healthy as seen from here.
public final class HealthOverlay {

    private final Set<InetSocketAddress> unhealthy;

    private HealthOverlay(Set<InetSocketAddress> unhealthy) {
        this.unhealthy = unhealthy;
    }

    /// The same as if it had been assembled with this view.
    public static ProxyConfig applyTo(ProxyConfig config, List<CheckTarget> checks, HealthView health) {
        Set<InetSocketAddress> unhealthy = checks.stream()
                .filter(check -> !health.isHealthy(check.service(), check.address()))
                .map(CheckTarget::address)
                .collect(Collectors.toSet());
        if (unhealthy.isEmpty()) {
            return config;
        }
        HealthOverlay overlay = new HealthOverlay(unhealthy);
        List<Cluster> clusters =
                config.clusters().stream().map(overlay::applyTo).toList();
        ProxyConfig marked =
                new ProxyConfig(config.virtualHosts(), config.defaultRoutes(), config.defaultTls(), clusters);
        return FirstCheck.applyTo(marked, checks, health);
    }

    private Cluster applyTo(Cluster cluster) {
        return cluster.withEndpoints(
                cluster.endpoints().stream().map(this::marked).toList());
    }

    private Endpoint marked(Endpoint endpoint) {
        return unhealthy.contains(endpoint.address())
                ? new Endpoint(endpoint.name(), endpoint.address(), endpoint.weight(), endpoint.since(), false)
                : endpoint;
    }
}
