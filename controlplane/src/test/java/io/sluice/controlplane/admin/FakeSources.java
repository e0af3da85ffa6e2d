package io.sluice.controlplane.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.publish.Configs;
import io.sluice.controlplane.publish.PublisherView;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.dataplane.Explanation;
import io.sluice.dataplane.model.Cidr;

/// A proxy that publishes one service, whose name may be hostile.
final class FakeSources {

    static final String HOST = "a.test";

    private FakeSources() {}

    static AdminSources of(String service, Readiness readiness) {
        PublisherView view = new PublisherView(
                Configs.of(HOST, service, 9000, 1),
                List.of(new ServiceSummary(service, List.of(HOST), "task", "net", 1, "routed")),
                List.of(new ConfigError(ConfigError.Severity.WARNING, "unknown-label", service, "x", "", service, "h")),
                new SourceStatus("compose stack.yml", true, Instant.EPOCH, ""),
                List.of(),
                0);
        FakeTraffic traffic = new FakeTraffic(service + "@" + HOST + "/", service);
        InetSocketAddress http = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080);
        return new AdminSources(
                () -> readiness,
                () -> view,
                new TrafficHistory(traffic, InstantSource.fixed(Instant.EPOCH.plus(Duration.ofHours(1)))),
                FakeSources::explain,
                new BuildInfo("1.2.3", "abc"),
                new AdminSources.Listening(List.of(http), "nio", 2, List.of(Cidr.parse("10.0.0.0/8"))));
    }

    private static Explanation explain(String authority, String target) {
        return new Explanation(
                3,
                authority,
                target,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("503: no route for the host"),
                List.of(HOST));
    }
}
