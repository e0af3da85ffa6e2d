package io.sluice.controlplane.lint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What advice on a service depends on.
///
/// @param labels ours, without their prefix
/// @param replicas how many are wanted; empty: one per node
/// @param startFirst an update starts the new task before it ends the old one
/// @param stopGrace from a task's stop signal to its kill; empty: the engine's default
/// @param healthCheck the service has one of its own; an image's is not seen
/// @param dnsrr it has no virtual IP
/// @param networks names or ids, without the routing mesh's
/// @param publishedPorts on nodes
record LintService(
        String name,
        Map<String, String> labels,
        Optional<Long> replicas,
        boolean startFirst,
        Optional<Duration> stopGrace,
        boolean healthCheck,
        boolean dnsrr,
        List<String> networks,
        List<Integer> publishedPorts) {

    LintService {
        labels = Map.copyOf(labels);
        networks = List.copyOf(networks);
        publishedPorts = List.copyOf(publishedPorts);
    }

    boolean isRouted() {
        return !labels.isEmpty();
    }

    String label(String name) {
        return labels.getOrDefault(name, "").strip();
    }
}
