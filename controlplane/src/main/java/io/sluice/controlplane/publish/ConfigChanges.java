package io.sluice.controlplane.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.VirtualHost;

/// How many things two configs differ in.
///
/// @param hostsChanged those in both, with other routes
/// @param clustersChanged those in both, with other settings; endpoints are counted on their own
/// @param endpointsChanged those in both, with another name, weight, age or health
public record ConfigChanges(
        int hostsAdded,
        int hostsRemoved,
        int hostsChanged,
        int clustersAdded,
        int clustersRemoved,
        int clustersChanged,
        int endpointsAdded,
        int endpointsRemoved,
        int endpointsChanged) {

    /// What is other, by name.
    public static ConfigChanges between(ProxyConfig before, ProxyConfig after) {
        Map<String, VirtualHost> oldHosts = hosts(before);
        Map<String, VirtualHost> newHosts = hosts(after);
        Map<String, Cluster> oldClusters = clusters(before);
        Map<String, Cluster> newClusters = clusters(after);
        Map<String, Endpoint> oldEndpoints = endpoints(before);
        Map<String, Endpoint> newEndpoints = endpoints(after);
        return new ConfigChanges(
                missing(newHosts.keySet(), oldHosts.keySet()),
                missing(oldHosts.keySet(), newHosts.keySet()),
                changed(oldHosts, newHosts, Function.identity()),
                missing(newClusters.keySet(), oldClusters.keySet()),
                missing(oldClusters.keySet(), newClusters.keySet()),
                changed(oldClusters, newClusters, ConfigChanges::withoutEndpoints),
                missing(newEndpoints.keySet(), oldEndpoints.keySet()),
                missing(oldEndpoints.keySet(), newEndpoints.keySet()),
                changed(oldEndpoints, newEndpoints, Function.identity()));
    }

    /// `+2 hosts, -1 endpoints`; `order or default routes` when nothing countable changed.
    public String summary() {
        StringBuilder text = new StringBuilder();
        append(text, "hosts", hostsAdded, hostsRemoved, hostsChanged);
        append(text, "clusters", clustersAdded, clustersRemoved, clustersChanged);
        append(text, "endpoints", endpointsAdded, endpointsRemoved, endpointsChanged);
        return text.isEmpty() ? "order or default routes" : text.toString();
    }

    private static void append(StringBuilder text, String what, int added, int removed, int changed) {
        appendCount(text, '+', added, what);
        appendCount(text, '-', removed, what);
        appendCount(text, '~', changed, what);
    }

    private static void appendCount(StringBuilder text, char sign, int count, String what) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(sign)
                    .append(count)
                    .append(' ')
                    .append(what);
        }
    }

    private static Map<String, VirtualHost> hosts(ProxyConfig config) {
        return config.virtualHosts().stream()
                .collect(Collectors.toMap(
                        host -> host.host().toString(), Function.identity(), (a, b) -> a, HashMap::new));
    }

    private static Map<String, Cluster> clusters(ProxyConfig config) {
        return config.clusters().stream()
                .collect(Collectors.toMap(Cluster::name, Function.identity(), (a, b) -> a, HashMap::new));
    }

    private static Map<String, Endpoint> endpoints(ProxyConfig config) {
        Map<String, Endpoint> all = new HashMap<>();
        for (Cluster cluster : config.clusters()) {
            for (Endpoint endpoint : cluster.endpoints()) {
                all.put(cluster.name() + ' ' + endpoint.hostAndPort(), endpoint);
            }
        }
        return all;
    }

    private static Cluster withoutEndpoints(Cluster cluster) {
        return new Cluster(
                cluster.name(),
                List.of(),
                cluster.policy(),
                cluster.affinity(),
                cluster.timeouts(),
                cluster.retries(),
                cluster.outliers(),
                cluster.maxRequests(),
                cluster.slowStart(),
                cluster.protocol());
    }

    private static int missing(Set<String> wanted, Set<String> present) {
        return (int) wanted.stream().filter(name -> !present.contains(name)).count();
    }

    private static <V> int changed(Map<String, V> before, Map<String, V> after, Function<V, V> compared) {
        int count = 0;
        for (Map.Entry<String, V> entry : after.entrySet()) {
            V old = before.get(entry.getKey());
            if (old != null && !compared.apply(old).equals(compared.apply(entry.getValue()))) {
                count++;
            }
        }
        return count;
    }
}
