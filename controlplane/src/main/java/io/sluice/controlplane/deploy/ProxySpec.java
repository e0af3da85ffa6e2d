package io.sluice.controlplane.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// All of a service of proxies that a control plane decides. What else a service has (limits, log driver, mounts,
/// hosts,
/// restart policy) is left as it is found.
///
/// @param labels of the service, all of them, sorted
/// @param replicas empty: one per node
/// @param networks ids, sorted
public record ProxySpec(
        String name,
        Map<String, String> labels,
        Container container,
        List<String> constraints,
        List<String> preferences,
        OptionalInt replicas,
        Set<String> networks,
        List<Port> ports,
        Update update) {

    public ProxySpec {
        labels = new TreeMap<>(labels);
        constraints = List.copyOf(constraints);
        preferences = List.copyOf(preferences);
        networks = new TreeSet<>(networks);
        ports = List.copyOf(ports);
    }

    /// @param environment `NAME=value`
    /// @param labels all of them, sorted
    /// @param hardened nothing is written but to volumes, and no capability is kept
    /// @param seccomp a profile in base64; empty: the engine's own
    public record Container(
            String image,
            List<String> arguments,
            List<String> environment,
            Map<String, String> labels,
            String stopSignal,
            Duration stopGrace,
            List<Secret> secrets,
            boolean hardened,
            Optional<String> seccomp) {

        public Container {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
            labels = new TreeMap<>(labels);
            secrets = List.copyOf(secrets);
        }
    }

    /// @param file in `/run/secrets`
    public record Secret(String id, String name, String file) {}

    /// @param mode `host` or `ingress`
    public record Port(int published, int target, String mode) {}

    /// @param order `start-first` or `stop-first`
    /// @param failureAction `pause`: whoever made a change that does not start has to look
    public record Update(int parallelism, Duration delay, String order, String failureAction) {}

    /// The same on other networks.
    public ProxySpec on(Set<String> other) {
        return new ProxySpec(name, labels, container, constraints, preferences, replicas, other, ports, update);
    }

    /// Whether the engine can turn one into the other: names and modes of services never change.
    boolean canBecome(ProxySpec other) {
        return name.equals(other.name) && replicas.isPresent() == other.replicas.isPresent();
    }
}
