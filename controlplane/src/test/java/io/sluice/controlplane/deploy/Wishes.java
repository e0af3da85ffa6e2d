package io.sluice.controlplane.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.settings.ProxyDeployment;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;

/// What operators ask for, for tests.
final class Wishes {

    static final LinkFacts LINK = new LinkFacts(9902, "token");
    static final ControlSelf SELF = self(true);

    private Wishes() {}

    static ControlSelf self(boolean current) {
        return new ControlSelf(
                "sluice-control",
                "sluice:1",
                Set.of("net-control"),
                List.of(new ProxySpec.Secret("s1", "st_token", "token"), new ProxySpec.Secret("s2", "st_ca", "ca")),
                current);
    }

    static ProxyWish wish() {
        return wish(deployment(2, false, true, 8080));
    }

    static ProxyWish wish(ProxyDeployment deployment) {
        return new ProxyWish(RoutingOptions.DEFAULT, Optional.of(deployment), Map.of("SLUICE_VIA", "true"), List.of());
    }

    static ProxyWish noProxies() {
        return new ProxyWish(RoutingOptions.DEFAULT, Optional.empty(), Map.of(), List.of());
    }

    static ProxyWish allowing(String... networks) {
        return new ProxyWish(
                RoutingOptions.DEFAULT.with(Set.of(networks), Map.of()),
                Optional.of(deployment(2, false, true, 8080)),
                Map.of(),
                List.of(networks));
    }

    static ProxyDeployment deployment(int replicas, boolean global, boolean host, int port) {
        return new ProxyDeployment(
                "sluice-proxy",
                "",
                List.of("--loops", "2"),
                Map.of("tier", "edge"),
                Map.of(),
                Map.of("SLUICE_LOG", "info"),
                List.of("node.labels.nodetype == loadbalancer"),
                List.of("node.labels.zone"),
                replicas,
                global,
                new ProxyDeployment.Ports(host, port, 80, 8443, 443),
                new ProxyDeployment.Stop("SIGTERM", Duration.ofSeconds(10)),
                new ProxyDeployment.Update(Duration.ofSeconds(1), 1, !host));
    }

    /// Each network has one service that asks for traffic, of the same name.
    static SwarmState state(String... networks) {
        List<Service> services = new ArrayList<>();
        List<Network> all = new ArrayList<>();
        for (String network : networks) {
            all.add(new Network("net-" + network, network, false, ""));
            services.add(service(network, Map.of("hosts", network + ".test", "port", "80"), "net-" + network));
        }
        return new SwarmState(services, List.of(), all, List.of());
    }

    static Service service(String name, Map<String, String> labels, String... networkIds) {
        Map<String, Service.Label> all = new HashMap<>();
        labels.forEach((key, value) -> all.put(Service.Label.PREFIX + key, new Service.Label(value, "")));
        return new Service(
                name,
                name,
                1,
                Instant.EPOCH,
                all,
                Service.EndpointMode.VIP,
                List.of(networkIds),
                List.of(),
                List.of(),
                Service.UpdateState.NONE);
    }
}
