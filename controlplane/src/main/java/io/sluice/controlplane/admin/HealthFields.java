package io.sluice.controlplane.admin;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.health.EndpointHealth;
import io.sluice.controlplane.health.HealthReport;

/// What active checks say of an endpoint, as fields of its document.
final class HealthFields {

    /// The health of an endpoint whose service asks for no checks.
    private static final String UNCHECKED = "unchecked";

    private final Map<InetSocketAddress, EndpointHealth> byAddress;

    HealthFields(HealthReport report) {
        this.byAddress = report.byAddress();
    }

    /// What is checked at none of these addresses: endpoints that are not published before a check has passed.
    List<EndpointHealth> without(Set<InetSocketAddress> published) {
        return byAddress.values().stream()
                .filter(endpoint -> !published.contains(endpoint.address()))
                .toList();
    }

    /// Adds `health`, and for an endpoint that is checked what was seen last.
    void addTo(Map<String, Object> document, InetSocketAddress address) {
        EndpointHealth health = byAddress.get(address);
        if (health == null) {
            document.put("health", UNCHECKED);
            return;
        }
        document.put("health", health.verdict().name().toLowerCase(Locale.ROOT));
        document.put("health_since", health.since().toString());
        document.put("health_error", health.error());
        document.put("health_failed_in_row", health.failedInRow());
        document.put("health_latency_us", health.took().toNanos() / 1000);
        document.put(
                "health_last_passed", health.lastPassed().map(Instant::toString).orElse(""));
    }
}
