package io.sluice.controlplane.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.sluice.controlplane.docker.EngineObject;

/// What the engine says a service of proxies is, reduced to what a control plane decides.
final class SpecReader {

    private static final String CONTAINER = "Spec.TaskTemplate.ContainerSpec.";
    private static final String PLACEMENT = "Spec.TaskTemplate.Placement.";
    private static final int DEFAULT_REPLICAS = 1;

    private SpecReader() {}

    /// @param networkIds by name, for services that were told names
    static ProxySpec read(EngineObject service, Map<String, String> networkIds) {
        return new ProxySpec(
                service.text("Spec.Name"),
                service.textMap("Spec.Labels"),
                container(service),
                service.texts(PLACEMENT + "Constraints"),
                preferences(service),
                service.has("Spec.Mode.Global")
                        ? OptionalInt.empty()
                        : OptionalInt.of(service.number("Spec.Mode.Replicated.Replicas", DEFAULT_REPLICAS)),
                networks(service, networkIds),
                ports(service),
                new ProxySpec.Update(
                        service.number("Spec.UpdateConfig.Parallelism", 0),
                        Duration.ofNanos(service.number("Spec.UpdateConfig.Delay", 0L)),
                        service.text("Spec.UpdateConfig.Order", "stop-first"),
                        service.text("Spec.UpdateConfig.FailureAction", "pause")));
    }

    static List<ProxySpec.Secret> secrets(EngineObject service) {
        List<ProxySpec.Secret> secrets = new ArrayList<>();
        for (EngineObject secret : service.objects(CONTAINER + "Secrets")) {
            secrets.add(new ProxySpec.Secret(
                    secret.text("SecretID"), secret.text("SecretName"), secret.text("File.Name", "")));
        }
        return secrets;
    }

    static Set<String> networks(EngineObject service, Map<String, String> networkIds) {
        Set<String> ids = new HashSet<>();
        for (EngineObject network : service.objects("Spec.TaskTemplate.Networks")) {
            String target = network.text("Target");
            ids.add(networkIds.getOrDefault(target, target));
        }
        return ids;
    }

    private static ProxySpec.Container container(EngineObject service) {
        boolean hardened = service.flag(CONTAINER + "ReadOnly")
                && service.texts(CONTAINER + "CapabilityDrop").equals(List.of("ALL"));
        String profile = service.text(CONTAINER + "Privileges.Seccomp.Profile", "");
        return new ProxySpec.Container(
                service.text(CONTAINER + "Image"),
                service.texts(CONTAINER + "Args"),
                service.texts(CONTAINER + "Env"),
                service.textMap(CONTAINER + "Labels"),
                service.text(CONTAINER + "StopSignal", ""),
                Duration.ofNanos(service.number(CONTAINER + "StopGracePeriod", 0L)),
                secrets(service),
                hardened,
                Optional.of(profile).filter(text -> !text.isEmpty()));
    }

    private static List<String> preferences(EngineObject service) {
        return service.objects(PLACEMENT + "Preferences").stream()
                .map(preference -> preference.text("Spread.SpreadDescriptor", ""))
                .toList();
    }

    private static List<ProxySpec.Port> ports(EngineObject service) {
        return service.objects("Spec.EndpointSpec.Ports").stream()
                .map(port -> new ProxySpec.Port(
                        port.number("PublishedPort", 0),
                        port.number("TargetPort", 0),
                        port.text("PublishMode", "ingress")))
                .toList();
    }
}
