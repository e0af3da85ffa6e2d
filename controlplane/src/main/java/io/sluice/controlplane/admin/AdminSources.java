package io.sluice.controlplane.admin;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.deploy.Layer7Switch;
import io.sluice.controlplane.health.HealthReport;
import io.sluice.controlplane.link.ProxyView;
import io.sluice.controlplane.publish.DiscoveryLag;
import io.sluice.controlplane.publish.PublisherView;
import io.sluice.dataplane.Explanation;
import io.sluice.dataplane.model.Cidr;

/// What the admin listener reads. Every part may be called by any thread.
///
/// @param layer7 of a process that keeps proxies
/// @param explainer authority and request target to decision; throws [IllegalArgumentException] for what is no URL
public record AdminSources(
        Supplier<Readiness> readiness,
        Supplier<PublisherView> publisher,
        Supplier<HealthReport> health,
        TrafficHistory traffic,
        BiFunction<String, String, Explanation> explainer,
        BuildInfo build,
        Listening listening,
        Supplier<List<ProxyView>> proxies,
        DiscoveryLag lag,
        Optional<Layer7Switch> layer7) {

    /// Of a process that knows neither a swarm nor other proxies.
    public AdminSources(
            Supplier<Readiness> readiness,
            Supplier<PublisherView> publisher,
            Supplier<HealthReport> health,
            TrafficHistory traffic,
            BiFunction<String, String, Explanation> explainer,
            BuildInfo build,
            Listening listening) {
        this(
                readiness,
                publisher,
                health,
                traffic,
                explainer,
                build,
                listening,
                List::of,
                new DiscoveryLag(),
                Optional.empty());
    }

    /// How the data plane was started.
    ///
    /// @param http bound addresses of plain connections
    /// @param https those of TLS connections
    public record Listening(
            List<InetSocketAddress> http,
            List<InetSocketAddress> https,
            String transport,
            int loops,
            List<Cidr> trustedProxies) {

        public Listening {
            http = List.copyOf(http);
            https = List.copyOf(https);
            trustedProxies = List.copyOf(trustedProxies);
        }
    }
}
