package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

import io.sluice.controlplane.assemble.NetworkNeeds;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.settings.ProxyDeployment;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.ProxyServices;
import io.sluice.controlplane.swarm.SwarmState;

/// What the service of proxies should be: a pure function of what the file asks for, of what services need, and of the
/// service that this control plane is.
final class DesiredProxies {

    private final ProxyWish wish;
    private final LinkFacts link;
    private final SwarmState state;
    private final List<ConfigError> errors = new ArrayList<>();

    DesiredProxies(ProxyWish wish, LinkFacts link, SwarmState state) {
        this.wish = wish;
        this.link = link;
        this.state = state;
    }

    List<ConfigError> errors() {
        return errors;
    }

    /// Empty: there should be none.
    Optional<ProxySpec> spec(ControlSelf self, Layer7 layer7, boolean seccomp) {
        if (wish.deployment().isEmpty() || !layer7.enabled()) {
            return Optional.empty();
        }
        ProxyDeployment deployment = wish.deployment().get();
        return Optional.of(new ProxySpec(
                deployment.serviceName(),
                labels(deployment),
                container(deployment, self, seccomp),
                deployment.constraints(),
                deployment.preferences().stream().toList(),
                deployment.global() ? OptionalInt.empty() : OptionalInt.of(deployment.replicas()),
                networks(self),
                ports(deployment.ports(), layer7),
                update(deployment.update())));
    }

    private Map<String, String> labels(ProxyDeployment deployment) {
        Map<String, String> labels = new TreeMap<>(deployment.labels());
        labels.put(ProxyServices.CLUSTER_LABEL, wish.cluster());
        return labels;
    }

    private ProxySpec.Container container(ProxyDeployment deployment, ControlSelf self, boolean seccomp) {
        Optional<ProxySpec.Secret> token = self.secrets().stream()
                .filter(secret -> secret.file().equals(link.tokenFile()))
                .findFirst();
        if (token.isEmpty()) {
            errors.add(error(
                    "no-token-secret",
                    "the service of this control plane has no secret in the file " + Printable.quoted(link.tokenFile())
                            + ", which proxies would join with",
                    "give it the join token as a secret, and name its file by --join-token-file"));
        }
        return new ProxySpec.Container(
                deployment.image().isEmpty() ? self.image() : deployment.image(),
                arguments(deployment, self),
                environment(deployment),
                deployment.containerLabels(),
                deployment.stop().signal(),
                deployment.stop().grace(),
                token.stream().toList(),
                true,
                seccomp ? Optional.of(SeccompProfile.base64()) : Optional.empty());
    }

    private List<String> arguments(ProxyDeployment deployment, ControlSelf self) {
        List<String> arguments = new ArrayList<>();
        arguments.add("proxy");
        arguments.addAll(List.of("--control", "tasks." + self.name() + ":" + link.port()));
        arguments.addAll(List.of("--join-token-file", "/run/secrets/" + link.tokenFile()));
        ProxyDeployment.Ports ports = deployment.ports();
        arguments.addAll(List.of("--http", "0.0.0.0:" + ports.httpTarget()));
        arguments.addAll(List.of("--https", "0.0.0.0:" + ports.httpsTarget()));
        arguments.addAll(deployment.arguments());
        return arguments;
    }

    private List<String> environment(ProxyDeployment deployment) {
        Map<String, String> all = new TreeMap<>(wish.environment());
        all.putAll(deployment.environment());
        return all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /// Those of the control plane always: proxies reach it there.
    private Set<String> networks(ControlSelf self) {
        Set<String> ids = new HashSet<>(self.networks());
        if (wish.allowedNetworks().isEmpty()) {
            ids.addAll(NetworkNeeds.of(state, wish.routing()));
            return ids;
        }
        for (String allowed : wish.allowedNetworks()) {
            Optional<Network> network = state.networks().stream()
                    .filter(candidate ->
                            candidate.name().equals(allowed) || candidate.id().equals(allowed))
                    .filter(candidate -> !candidate.ingress())
                    .findFirst();
            network.ifPresentOrElse(found -> ids.add(found.id()), () -> errors.add(unknownNetwork(allowed)));
        }
        return ids;
    }

    private static ConfigError unknownNetwork(String name) {
        return error(
                "unknown-network",
                "Networks names " + Printable.quoted(name) + ", and there is no such overlay network",
                "create it: docker network create --driver overlay " + Printable.escaped(name));
    }

    private static ConfigError error(String code, String message, String hint) {
        return new ConfigError(Severity.ERROR, code, "", "", "", message, hint);
    }

    private static List<ProxySpec.Port> ports(ProxyDeployment.Ports ports, Layer7 layer7) {
        String mode = ports.host() ? "host" : "ingress";
        List<ProxySpec.Port> published = new ArrayList<>();
        int http = layer7.http().orElse(ports.http());
        int https = layer7.https().orElse(ports.https());
        if (http != 0) {
            published.add(new ProxySpec.Port(http, ports.httpTarget(), mode));
        }
        if (https != 0) {
            published.add(new ProxySpec.Port(https, ports.httpsTarget(), mode));
        }
        return published;
    }

    private static ProxySpec.Update update(ProxyDeployment.Update update) {
        return new ProxySpec.Update(
                update.parallelism(), update.delay(), update.startFirst() ? "start-first" : "stop-first", "pause");
    }
}
