package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.ProxyConfig;

/// Keeps what is to be checked and has never passed a check out of clusters that have a healthy endpoint. It is not
/// enough that such an endpoint is unhealthy: a service that scales up would then look as if most of it were down, and
/// the loops would rather use all of it. Where nothing is healthy, it is as good as any other.
final class FirstCheck {

    private final Set<InetSocketAddress> starting;

    private FirstCheck(Set<InetSocketAddress> starting) {
        this.starting = starting;
    }

    static ProxyConfig applyTo(ProxyConfig config, List<CheckTarget> checks, HealthView health) {
        Set<InetSocketAddress> starting = checks.stream()
                .filter(check -> !health.hasPassed(check.service(), check.address()))
                .map(CheckTarget::address)
                .collect(Collectors.toSet());
        if (starting.isEmpty()) {
            return config;
        }
        FirstCheck rule = new FirstCheck(starting);
        List<Cluster> clusters = config.clusters().stream().map(rule::applyTo).toList();
        return new ProxyConfig(config.virtualHosts(), config.defaultRoutes(), config.defaultTls(), clusters);
    }

    private Cluster applyTo(Cluster cluster) {
        if (cluster.endpoints().stream().noneMatch(Endpoint::healthy)) {
            return cluster;
        }
        return cluster.withEndpoints(
                cluster.endpoints().stream().filter(this::mayServe).toList());
    }

    private boolean mayServe(Endpoint endpoint) {
        return endpoint.healthy() || !starting.contains(endpoint.address());
    }
}
