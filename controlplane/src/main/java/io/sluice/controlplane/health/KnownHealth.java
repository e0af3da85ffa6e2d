package io.sluice.controlplane.health;

import java.net.InetSocketAddress;
import java.util.Map;

import io.sluice.controlplane.assemble.HealthView;

/// What was known of all checked endpoints at one moment.
record KnownHealth(Map<CheckPlan.Key, EndpointHealth> endpoints) implements HealthView {

    KnownHealth {
        endpoints = Map.copyOf(endpoints);
    }

    /// What was never checked is not healthy: a task that runs may still be starting.
    @Override
    public boolean isHealthy(String service, InetSocketAddress address) {
        EndpointHealth health = endpoints.get(new CheckPlan.Key(service, address));
        return health != null && health.verdict() == EndpointHealth.Verdict.HEALTHY;
    }

    @Override
    public boolean hasPassed(String service, InetSocketAddress address) {
        EndpointHealth health = endpoints.get(new CheckPlan.Key(service, address));
        return health != null && health.lastPassed().isPresent();
    }
}
