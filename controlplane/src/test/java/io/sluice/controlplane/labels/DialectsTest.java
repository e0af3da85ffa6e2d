package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.swarm.PublishedPort;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.errors;
import static io.sluice.controlplane.labels.Readings.hosts;
import static io.sluice.controlplane.labels.Readings.onlyError;
import static io.sluice.controlplane.labels.Readings.read;
import static io.sluice.controlplane.labels.Readings.service;
import static org.assertj.core.api.Assertions.assertThat;

class DialectsTest {

    private static final String MESH = "com.docker.ucp.mesh.http";

    /// Acceptance 64.
    @Test
    void readsARouteOfTheRoutingMesh() {
        LabelReading reading = read(Map.of(MESH, "external_route=http://H.local,internal_port=80"));

        assertThat(hosts(reading)).isEqualTo("h.local");
        assertThat(accepted(reading).port()).isEqualTo(80);
        ConfigError notice = onlyError(reading);
        assertThat(notice.severity()).isEqualTo(Severity.NOTICE);
        assertThat(notice.code()).isEqualTo("old-dialect");
        assertThat(notice.label()).isEqualTo(MESH);
        assertThat(notice.position()).isEqualTo("stack.yml:http");
        assertThat(notice.message()).contains("com.docker.lb.hosts=H.local", "com.docker.lb.port=80");
    }

    @Test
    void readsSeveralRoutesWithAllTheirOptions() {
        LabelSet labels = accepted(read(Map.of(
                MESH + ".1",
                "external_route=http://a.local,internal_port=80,sticky_sessions=sid,include_forwarded_for=true",
                MESH + ".2",
                "external_route=http://b.local, redirect=https://a.local, internal_port=80",
                MESH + ".8080",
                "external_route=http://")));

        assertThat(labels.hosts()).containsExactly(HostPattern.of("a.local"), HostPattern.of("b.local"));
        assertThat(labels.redirects())
                .containsExactly(new HostRedirect(HostPattern.of("b.local"), "https://a.local", 301));
        assertThat(labels.balancing().affinity()).isEqualTo(new Affinity.AppCookie("sid"));
        assertThat(labels.defaultBackend()).isTrue();
    }

    @Test
    void theOnlyPublishedPortIsMeantWhenNoneIsNamed() {
        PublishedPort port = new PublishedPort(8080, 30_000, PublishedPort.Mode.INGRESS);

        LabelReading reading =
                LabelParser.read(service("web", Map.of(MESH, "external_route=http://a.local"), port, port));

        assertThat(accepted(reading).port()).isEqualTo(8080);
    }

    @Test
    void aRouteWithoutAPortNeedsOne() {
        LabelReading reading = read(Map.of(MESH, "external_route=http://a.local"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).contains("missing-port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sni://b.local", "https://b.local"})
    void aRouteOfTlsIsLeftOut(String route) {
        LabelReading reading = read(Map.of(
                MESH + ".1", "external_route=http://a.local,internal_port=80", MESH + ".2", "external_route=" + route));

        assertThat(hosts(reading)).isEqualTo("a.local");
        assertThat(errors(reading))
                .anySatisfy(error -> assertThat(error.label()).isEqualTo(MESH + ".2"))
                .allSatisfy(error -> assertThat(error.code()).isEqualTo("old-dialect"));
    }

    @Test
    void aRouteBySniIsPassedThrough() {
        LabelReading reading = read(Map.of(MESH, "external_route=sni://a.local,internal_port=443"));

        assertThat(hosts(reading)).isEqualTo("a.local");
        assertThat(codes(reading)).isEqualTo("old-dialect");
        assertThat(accepted(reading).tls().isPassthrough()).isTrue();
    }

    @Test
    void aSecondPortIsLeftOut() {
        LabelReading reading = read(Map.of(
                MESH + ".1",
                "external_route=http://a.local,internal_port=80",
                MESH + ".2",
                "external_route=http://b.local,internal_port=81"));

        assertThat(hosts(reading)).isEqualTo("a.local");
        assertThat(errors(reading))
                .anySatisfy(error -> assertThat(error.message()).contains("'81'"));
    }

    @Test
    void faultsNameTheOldLabel() {
        LabelReading reading =
                read(Map.of(MESH + ".1", "external_route=http://a_-.local,internal_port=http,extrenal_route=x"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(errors(reading)).hasSize(4).allSatisfy(error -> {
            assertThat(error.label()).isEqualTo(MESH + ".1");
            assertThat(error.position()).isEqualTo("stack.yml:1");
        });
        assertThat(errors(reading)).anySatisfy(error -> assertThat(error.hint()).contains("'external_route'"));
    }

    @Test
    void manyBadOptionsAreOneFault() {
        assertThat(errors(read(Map.of(MESH, "x,".repeat(7_000))))).hasSizeLessThan(5);
    }

    @Test
    void readsInterlockOne() {
        Map<String, String> labels = new HashMap<>();
        labels.put("interlock.hostname", "www");
        labels.put("interlock.domain", "example.com");
        labels.put("interlock.alias_domain.0", "example.com");
        labels.put("interlock.alias_domain.1", "old.example.com");
        labels.put("interlock.port", "8080");
        labels.put("interlock.network", "front");
        labels.put("interlock.context_root", "/app");
        labels.put("interlock.context_root_rewrite", "true");
        labels.put("interlock.websocket_endpoint", "/ws");
        labels.put("interlock.websocket_endpoint.2", "/ws2");
        labels.put("interlock.health_check", "GET /health HTTP/1.0");
        labels.put("interlock.health_check_interval", "5000");
        labels.put("interlock.balance_algorithm", "leastconn");

        LabelReading reading = read(labels);

        LabelSet set = accepted(reading);
        assertThat(hosts(reading)).isEqualTo("www.example.com example.com old.example.com");
        assertThat(set.port()).isEqualTo(8080);
        assertThat(set.network()).isEqualTo("front");
        assertThat(set.contextRoot()).isEqualTo("/app");
        assertThat(set.stripContextRoot()).isTrue();
        assertThat(set.balancing().policy()).isEqualTo(LbPolicy.LEAST_REQUEST);
        assertThat(set.healthCheck()).get().extracting(HealthCheck::path).isEqualTo("/health");
        assertThat(set.healthCheck()).get().extracting(HealthCheck::interval).isEqualTo(Duration.ofSeconds(5));
        assertThat(onlyError(reading).code()).isEqualTo("old-dialect");
        assertThat(onlyError(reading).message()).contains("com.docker.lb.hosts=www.example.com,example.com");
    }

    @ParameterizedTest
    @CsvSource({"www, '', www", "'', example.com, example.com", "www, example.com, www.example.com"})
    void aHostIsNameAndDomain(String name, String domain, String host) {
        assertThat(hosts(read(Map.of("interlock.hostname", name, "interlock.domain", domain, "interlock.port", "80"))))
                .isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "interlock.backend_option.0, forceclose, no successor",
        "interlock.balance_algorithm, rdp-cookie, no successor",
        "interlock.health_check, TCP, no path"
    })
    void whatHasNoSuccessorIsNamed(String key, String value, String message) {
        LabelReading reading = read(Map.of("interlock.hostname", "a.local", "interlock.port", "80", key, value));

        assertThat(hosts(reading)).isEqualTo("a.local");
        assertThat(errors(reading)).anySatisfy(error -> {
            assertThat(error.label()).isEqualTo(key);
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void tlsOfInterlockOneIsTranslated() {
        LabelReading reading = read(Map.of(
                "interlock.hostname", "a.local",
                "interlock.port", "80",
                "interlock.ssl", "true",
                "interlock.ssl_only", "true",
                "interlock.ssl_cert", "web.pem",
                "interlock.ssl_cert_key", "web.key"));

        assertThat(codes(reading)).isEqualTo("old-dialect");
        assertThat(accepted(reading).tls().only()).isTrue();
        assertThat(accepted(reading).tls().clients())
                .isEqualTo(new TlsWish.ClientSide.Terminate("web.pem", "web.key", Demand.NONE, "", Told.NOTHING));
    }

    /// Others use the prefix too.
    @Test
    void labelsOfInterlockOneWithoutAHostAreSilent() {
        assertThat(read(Map.of("interlock.port", "80", "interlock.ext.name", "nginx")))
                .isEqualTo(new LabelReading.Silent());
    }

    @Test
    void labelsOfTodayWinWithANotice() {
        LabelReading reading = read(Map.of(
                "com.docker.lb.hosts",
                "new.local",
                "com.docker.lb.port",
                "81",
                MESH + ".1",
                "external_route=http://old.local,internal_port=80",
                "interlock.hostname",
                "older.local"));

        assertThat(hosts(reading)).isEqualTo("new.local");
        assertThat(accepted(reading).port()).isEqualTo(81);
        assertThat(codes(reading)).isEqualTo("old-dialect-ignored old-dialect-ignored");
    }

    @Test
    void theRoutingMeshWinsOverInterlockOne() {
        LabelReading reading = read(
                Map.of(MESH, "external_route=http://a.local,internal_port=80", "interlock.hostname", "older.local"));

        assertThat(hosts(reading)).isEqualTo("a.local");
        assertThat(codes(reading)).isEqualTo("old-dialect old-dialect-ignored");
    }
}
