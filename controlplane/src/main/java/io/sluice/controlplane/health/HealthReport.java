package io.sluice.controlplane.health;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What active checks know at one moment.
///
/// @param endpoints every one that is checked, in no order
/// @param checks made since start, by how they ended; each outcome has an entry
/// @param running checks under way
/// @param lag for how long the longest overdue check waits; more than a moment when limits bite
public record HealthReport(List<EndpointHealth> endpoints, Map<Outcome, Long> checks, int running, Duration lag) {

    /// Of a process that checks nothing.
    public static final HealthReport NONE = new HealthReport(List.of(), Map.of(), 0, Duration.ZERO);

    public HealthReport {
        endpoints = List.copyOf(endpoints);
        checks = Map.copyOf(checks);
    }

    /// By address, whatever service it serves; the worst when several services check it.
    public Map<InetSocketAddress, EndpointHealth> byAddress() {
        Map<InetSocketAddress, EndpointHealth> worst = new HashMap<>();
        for (EndpointHealth endpoint : endpoints) {
            worst.merge(endpoint.address(), endpoint, (a, b) -> a.verdict().compareTo(b.verdict()) >= 0 ? a : b);
        }
        return worst;
    }
}
