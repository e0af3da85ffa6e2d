package io.sluice.controlplane.admin;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.model.Endpoint;

/// What the loops know of endpoints at one moment.
final class EndpointStates {

    private final Map<String, EndpointTraffic> traffic;

    EndpointStates(TrafficCut cut) {
        traffic = cut.endpoints().stream()
                .collect(Collectors.toMap(
                        e -> key(e.cluster(), e.address()), Function.identity(), (a, b) -> a, HashMap::new));
    }

    /// Of a published endpoint; zeros when it had no requests yet.
    EndpointTraffic of(String cluster, Endpoint endpoint) {
        String address = endpoint.hostAndPort();
        return traffic.getOrDefault(key(cluster, address), new EndpointTraffic(cluster, address, 0, 0, 0, 0));
    }

    /// As [#of], once: what was never taken is left in [#others].
    EndpointTraffic take(String cluster, Endpoint endpoint) {
        EndpointTraffic known = of(cluster, endpoint);
        traffic.remove(key(cluster, endpoint.hostAndPort()));
        return known;
    }

    Collection<EndpointTraffic> others() {
        return traffic.values();
    }

    /// What keeps requests away from it: `ejected` (its circuit is open), `silent`, `unhealthy`; else `active`.
    static String state(EndpointTraffic counted, Endpoint endpoint) {
        if (counted.ejectedMillis() > 0) {
            return "ejected";
        }
        if (counted.silent()) {
            return "silent";
        }
        return endpoint.healthy() ? "active" : "unhealthy";
    }

    private static String key(String cluster, String address) {
        return cluster + '\n' + address;
    }
}
