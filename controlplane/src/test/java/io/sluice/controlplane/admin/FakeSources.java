package io.sluice.controlplane.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.assemble.CertificateUse;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.CertificateFacts;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.health.EndpointHealth;
import io.sluice.controlplane.health.HealthReport;
import io.sluice.controlplane.health.Outcome;
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
                certificates(),
                List.of(new ConfigError(ConfigError.Severity.WARNING, "unknown-label", service, "x", "", service, "h")),
                new SourceStatus("compose stack.yml", true, Instant.EPOCH, ""),
                List.of(),
                0);
        FakeTraffic traffic = new FakeTraffic(service + "@" + HOST + "/", service);
        InetSocketAddress http = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080);
        return new AdminSources(
                () -> readiness,
                () -> view,
                FakeSources::health,
                new TrafficHistory(traffic, InstantSource.fixed(Instant.EPOCH.plus(Duration.ofHours(1)))),
                FakeSources::explain,
                new BuildInfo("1.2.3", "abc"),
                new AdminSources.Listening(List.of(http), List.of(), "nio", 2, List.of(Cidr.parse("10.0.0.0/8"))));
    }

    /// One has expired, one cannot be used.
    private static List<CertificateUse> certificates() {
        CertificateFacts facts = new CertificateFacts(
                List.of(HOST), "The CA", Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "EC P-256", "00");
        return List.of(
                new CertificateUse("web-bad", Optional.empty(), Optional.empty(), List.of(), List.of("web")),
                new CertificateUse(
                        "web-cert",
                        Optional.of("web-cert@00"),
                        Optional.of(facts),
                        facts.problems("web-cert", Instant.EPOCH.plusSeconds(2)),
                        List.of("web")));
    }

    /// The service's only endpoint was well and is not any more.
    private static HealthReport health() {
        EndpointHealth endpoint = new EndpointHealth(
                "web",
                "web.1",
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9000),
                EndpointHealth.Verdict.UNHEALTHY,
                Instant.EPOCH,
                3,
                "status 500, not 200-399",
                Duration.ofMillis(7),
                Optional.of(Instant.EPOCH));
        Map<Outcome, Long> checks = Map.of(Outcome.PASSED, 10L, Outcome.STATUS, 3L);
        return new HealthReport(List.of(endpoint), checks, 1, Duration.ofMillis(1_500));
    }

    private static Explanation explain(String authority, String target) {
        // Whatever lies below /old is redirected, below /app rewritten; nothing else is known.
        Optional<String> redirect =
                target.startsWith("/old") ? Optional.of("302 http://new.test" + target) : Optional.empty();
        Optional<String> sent = target.startsWith("/app/") ? Optional.of(target.substring(4)) : Optional.empty();
        boolean isRefused = redirect.isEmpty() && sent.isEmpty();
        return new Explanation(
                3,
                authority,
                target,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sent,
                redirect,
                isRefused ? Optional.of("503: no route for the host") : Optional.empty(),
                isRefused ? List.of(HOST) : List.of());
    }
}
