package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.List;

/// What differs between two specs, in words for a log: names of parts, not values, which may be secret.
final class SpecDifference {

    private SpecDifference() {}

    static String of(ProxySpec actual, ProxySpec wanted) {
        List<String> parts = new ArrayList<>();
        ProxySpec.Container was = actual.container();
        ProxySpec.Container will = wanted.container();
        add(parts, "labels", actual.labels(), wanted.labels());
        add(parts, "image", was.image(), will.image());
        add(parts, "arguments", was.arguments(), will.arguments());
        add(parts, "environment", was.environment(), will.environment());
        add(parts, "container labels", was.labels(), will.labels());
        add(parts, "stop signal", was.stopSignal(), will.stopSignal());
        add(parts, "stop grace period", was.stopGrace(), will.stopGrace());
        add(parts, "secrets", was.secrets(), will.secrets());
        add(parts, "rights", was.hardened(), will.hardened());
        add(parts, "seccomp profile", was.seccomp(), will.seccomp());
        add(parts, "constraints", actual.constraints(), wanted.constraints());
        add(parts, "placement preferences", actual.preferences(), wanted.preferences());
        add(parts, "replicas", actual.replicas(), wanted.replicas());
        add(parts, "networks", actual.networks(), wanted.networks());
        add(parts, "ports", actual.ports(), wanted.ports());
        add(parts, "update policy", actual.update(), wanted.update());
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, Object was, Object will) {
        if (!was.equals(will)) {
            parts.add(name);
        }
    }
}
