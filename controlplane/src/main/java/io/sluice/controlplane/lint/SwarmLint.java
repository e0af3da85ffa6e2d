package io.sluice.controlplane.lint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.Engine;
import io.sluice.controlplane.docker.EngineObject;
import io.sluice.controlplane.docker.Listing;
import io.sluice.controlplane.swarm.Service.Label;

/// Advice on a swarm that runs.
public final class SwarmLint {

    private SwarmLint() {}

    /// @throws io.sluice.controlplane.docker.DockerException when the engine does not say
    public static List<ConfigError> lint(DockerGateway gateway) throws InterruptedException {
        Engine engine = gateway.connect();
        Map<String, String> networks = new HashMap<>();
        gateway.list(engine, Listing.NETWORKS, object -> networks.put(object.text("Id"), object.text("Name")));
        return Linter.lint(gateway.list(engine, Listing.SERVICES, object -> read(object, networks)));
    }

    static LintService read(EngineObject object, Map<String, String> networkNames) {
        Map<String, String> labels = new HashMap<>();
        object.textMap("Spec.Labels").forEach((key, value) -> {
            if (key.startsWith(Label.PREFIX)) {
                labels.put(key.substring(Label.PREFIX.length()), value);
            }
        });
        List<String> networks = new ArrayList<>();
        for (EngineObject network : object.objects("Spec.TaskTemplate.Networks")) {
            String target = network.text("Target");
            networks.add(networkNames.getOrDefault(target, target));
        }
        List<Integer> ports = object.objects("Spec.EndpointSpec.Ports").stream()
                .map(port -> port.number("PublishedPort", 0))
                .toList();
        boolean replicated = object.has("Spec.Mode.Replicated");
        return new LintService(
                object.text("Spec.Name"),
                labels,
                replicated ? Optional.of(object.number("Spec.Mode.Replicated.Replicas", 1L)) : Optional.empty(),
                object.text("Spec.UpdateConfig.Order", "").equals("start-first"),
                grace(object),
                hasCheck(object.texts("Spec.TaskTemplate.ContainerSpec.Healthcheck.Test")),
                object.text("Spec.EndpointSpec.Mode", "").equals("dnsrr"),
                networks,
                networks.isEmpty() ? List.of() : ports);
    }

    private static Optional<Duration> grace(EngineObject object) {
        String path = "Spec.TaskTemplate.ContainerSpec.StopGracePeriod";
        return object.has(path) ? Optional.of(Duration.ofNanos(object.number(path, 0L))) : Optional.empty();
    }

    private static boolean hasCheck(List<String> test) {
        return !test.isEmpty() && !test.getFirst().equals("NONE");
    }
}
