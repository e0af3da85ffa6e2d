package io.sluice.controlplane.assemble;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.Balancing;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.RateLimit;
import io.sluice.dataplane.model.RoutePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.assemble.AssemblyText.clusters;
import static io.sluice.controlplane.assemble.AssemblyText.errors;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

class PoolTest {

    private static final RoutePolicy NONE = RoutePolicy.NONE;
    private static final BasicAuth USERS = new BasicAuth("app", Map.of("u", "$2b$10$x"));

    @Test
    void theOldestServiceDecides() {
        Assembly assembly = World.open()
                .service("old", 1, hosts("h.local").balancing(PoolTest::changed).policy(limited(2)))
                .service("young", 1, hosts("h.local").policy(limited(9)))
                .assemble();

        Cluster cluster = assembly.config().clusters().getFirst();
        assertThat(cluster.name()).isEqualTo("old+young");
        assertThat(cluster.policy()).isEqualTo(LbPolicy.PEAK_EWMA);
        assertThat(cluster.affinity()).isEqualTo(new Affinity.AppCookie("session"));
        assertThat(cluster.maxRequests()).isEqualTo(7);
        assertThat(cluster.slowStart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(assembly.config()
                        .virtualHosts()
                        .getFirst()
                        .routes()
                        .getFirst()
                        .policy())
                .isEqualTo(limited(2));
    }

    @Test
    void otherDifferencesAreWarnedOfByLabelAndService() {
        Assembly assembly = World.open()
                .service("old", 1, hosts("a.local", "b.local").balancing(PoolTest::changed))
                .service("young", 1, hosts("a.local", "b.local").strip().policy(limited(9)))
                .assemble();

        List<ConfigError> warnings = errors(assembly, Severity.WARNING);
        assertThat(warnings)
                .extracting(ConfigError::label)
                .containsExactly(
                        "com.docker.lb.balance",
                        "com.docker.lb.context_root_rewrite",
                        "com.docker.lb.max_requests",
                        "com.docker.lb.rate_limit",
                        "com.docker.lb.slow_start",
                        "com.docker.lb.sticky");
        assertThat(warnings).allSatisfy(warning -> {
            assertThat(warning.code()).isEqualTo("pool-difference");
            assertThat(warning.service()).isEqualTo("young");
            assertThat(warning.message()).contains("'a.local', 'b.local'", "service old");
        });
    }

    /// The young service's tasks would serve requests that nobody checked as it asks, or the old one's.
    @ParameterizedTest
    @ValueSource(strings = {"ip_allow", "basic_auth", "forward_auth", "proxy_protocol"})
    void whoChecksRequestsOtherwiseIsLeftOut(String label) {
        for (boolean oldestChecks : List.of(true, false)) {
            Labels checked = checked(label, hosts("h.local", "own.local"));
            Labels open = hosts("h.local", "own.local");
            Assembly assembly = World.open()
                    .plain("auth", 1, sketch -> sketch)
                    .service("old", 1, oldestChecks ? checked : open)
                    .service("young", 1, oldestChecks ? open : checked)
                    .service("third", 1, hosts("third.local"))
                    .assemble();

            assertThat(routes(assembly)).contains("h.local: old@h.local/ -> old", "own.local: old@own.local/ -> old");
            assertThat(errors(assembly, Severity.ERROR)).singleElement().satisfies(error -> {
                assertThat(error.code()).isEqualTo("pool-mismatch");
                assertThat(error.service()).isEqualTo("young");
                assertThat(error.label()).isEqualTo("com.docker.lb." + label);
                assertThat(error.message()).contains("'h.local', 'own.local'", "service old");
            });
            assertThat(services(assembly)).contains("young: task 'front' 1 refused");
        }
    }

    @Test
    void equalChecksArePooled() {
        Assembly assembly = World.open()
                .service("old", 1, checked("ip_allow", checked("proxy_protocol", hosts("h.local"))))
                .service("young", 1, checked("ip_allow", checked("proxy_protocol", hosts("h.local"))))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: old@h.local/ -> old+young");
        assertThat(assembly.config().clusters().getFirst().protocol().proxyProtocol())
                .isTrue();
        assertThat(errors(assembly, Severity.ERROR)).isEmpty();
    }

    @Test
    void differencesOnPathsOfTheirOwnAreNobodysBusiness() {
        Assembly assembly = World.open()
                .service("old", 1, checked("basic_auth", hosts("h.local").path("/admin")))
                .service("young", 1, hosts("h.local"))
                .assemble();

        assertThat(routes(assembly)).hasSize(2);
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void aServiceUnderMaintenanceLeavesItsPoolToTheOthers() {
        Assembly assembly = World.open()
                .service("old", 2, hosts("h.local").maintenance(""))
                .service("young", 1, hosts("h.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: old@h.local/ -> old+young");
        assertThat(clusters(assembly)).containsExactly("old+young: young.1=10.2.2.1:8080");
    }

    @Test
    void aPoolAllUnderMaintenanceShowsTheOldestsPage() {
        Assembly assembly = World.open()
                .service("old", 1, hosts("h.local").maintenance("<p>old</p>"))
                .service("young", 1, hosts("h.local").maintenance("<p>young</p>"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: old@h.local/ => 503");
    }

    @Test
    void endpointsHaveTheAgeOfTheirTasksOnlyForSlowStart() {
        Assembly assembly = World.open()
                .service("plain", 1, hosts("a.local"))
                .service("slow", 1, hosts("b.local").balancing(PoolTest::changed))
                .assemble();

        assertThat(assembly.config().clusters().getFirst().endpoints())
                .allMatch(endpoint -> endpoint.since().equals(Instant.EPOCH));
        assertThat(assembly.config().clusters().getLast().endpoints())
                .allMatch(endpoint -> endpoint.since().equals(Swarms.RUNNING_SINCE));
    }

    private static Balancing changed(Balancing old) {
        return new Balancing(
                LbPolicy.PEAK_EWMA,
                new Affinity.AppCookie("session"),
                old.weight(),
                old.timeouts(),
                old.retries(),
                old.outliers(),
                7,
                Duration.ofSeconds(30),
                old.proxyProtocol());
    }

    private static Balancing withProxyProtocol(Balancing old) {
        return new Balancing(
                old.policy(),
                old.affinity(),
                old.weight(),
                old.timeouts(),
                old.retries(),
                old.outliers(),
                old.maxRequests(),
                old.slowStart(),
                true);
    }

    private static Labels checked(String label, Labels labels) {
        return switch (label) {
            case "ip_allow" -> labels.policy(policy(List.of(Cidr.parse("10.0.0.0/8")), null, null));
            case "basic_auth" -> labels.policy(policy(List.of(), USERS, null));
            case "forward_auth" -> labels.auth("auth", 4180);
            case "proxy_protocol" -> labels.balancing(PoolTest::withProxyProtocol);
            default -> throw new IllegalArgumentException(label);
        };
    }

    private static RoutePolicy limited(int perSecond) {
        return policy(List.of(), null, new RateLimit(perSecond, 1));
    }

    private static RoutePolicy policy(List<Cidr> allowed, @Nullable BasicAuth auth, @Nullable RateLimit limit) {
        return new RoutePolicy(
                FieldEdits.NONE,
                FieldEdits.NONE,
                allowed,
                auth,
                null,
                limit,
                null,
                NONE.compression(),
                NONE.maxBodyBytes(),
                NONE.errorPage(),
                NONE.websocketPrefixes());
    }
}
