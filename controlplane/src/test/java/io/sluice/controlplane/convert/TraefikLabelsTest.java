package io.sluice.controlplane.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.convert.TraefikLabels.Converted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraefikLabelsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Host(`a.local`) ; a.local ;",
                "Host(`a.local`, `b.local`) ; a.local,b.local ;",
                "Host(`a.local`) || Host(`b.local`) ; a.local,b.local ;",
                "Host(`a.local`) && PathPrefix(`/app`) ; a.local ; /app",
                "(Host(`a.local`) || Host(`b.local`)) && PathPrefix(`/app`) ; a.local,b.local ; /app"
            })
    void rulesOfHostsAndOnePathAreCarriedOver(String rule, String hosts, String path) {
        Converted converted = convert("traefik.http.routers.web.rule", rule);

        assertThat(converted.labels().get("hosts")).isEqualTo(hosts);
        assertThat(converted.labels().get("context_root")).isEqualTo(path);
        assertThat(converted.leftOver()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PathPrefix(`/app`)",
                "Host(`a.local`) && Method(`GET`)",
                "Host(`a.local`) || PathPrefix(`/app`)",
                "Host(`a.local`) || Host(`b.local`) && PathPrefix(`/app`)",
                "!Host(`a.local`)",
                "HostRegexp(`.*`)",
                "Host(`a.local`) && PathPrefix(`/a`, `/b`)",
                "Host(a.local)",
                "''"
            })
    void allOtherRulesAreLeftOver(String rule) {
        Converted converted = convert("traefik.http.routers.web.rule", rule);

        assertThat(converted.labels()).isEmpty();
        assertThat(converted.leftOver())
                .singleElement()
                .asString()
                .startsWith("traefik.http.routers.web.rule: only hosts");
    }

    @ParameterizedTest
    @CsvSource({
        "loadbalancer.server.port, 8080, port, 8080",
        "loadBalancer.server.port, 8080, port, 8080",
        "loadbalancer.server.scheme, https, ssl_backend, true",
        "loadbalancer.server.scheme, h2c, protocol, h2",
        "loadbalancer.healthcheck.path, /health, health_path, /health",
        "loadbalancer.healthcheck.interval, 10s, health_interval, 10s",
        "loadbalancer.healthcheck.timeout, 1s, health_timeout, 1s",
        "loadbalancer.sticky.cookie, true, sticky, cookie:sluice_task",
        "loadbalancer.sticky.cookie.name, lb, sticky, cookie:lb"
    })
    void servicesAreCarriedOver(String setting, String value, String label, String ours) {
        Converted converted = convert("traefik.http.services.web." + setting, value);

        assertThat(converted.labels()).isEqualTo(Map.of(label, ours));
        assertThat(converted.leftOver()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redirectscheme.scheme | https | ssl_only | true",
                "basicauth.users | ann:$2y$05$abc | basic_auth | ann:$2y$05$abc",
                "ipallowlist.sourcerange | 10.0.0.0/8 | ip_allow | 10.0.0.0/8",
                "ipwhitelist.sourcerange | 10.0.0.0/8 | ip_allow | 10.0.0.0/8",
                "ratelimit.average | 100 | rate_limit | 100/s",
                "ratelimit.burst | 50 | rate_limit_burst | 50",
                "compress | true | compress | true",
                "buffering.maxRequestBodyBytes | 1048576 | max_body | 1048576",
                "forwardauth.address | http://auth:4181 | forward_auth | http://auth:4181",
                "inflightreq.amount | 10 | max_requests | 10",
                "retry.attempts | 3 | retries | 2",
                "headers.customrequestheaders.X-Env | prod | request_header.X-Env | prod",
                "headers.customresponseheaders.Server | '' | response_header.Server | ''",
                "headers.stsSeconds | 3600 | hsts | 3600s",
                "headers.accesscontrolalloworiginlist | https://a.local | cors_origins | https://a.local"
            })
    void usedMiddlewaresAreCarriedOver(String setting, String value, String label, String ours) {
        Converted converted = TraefikLabels.convert(Map.of(
                "traefik.http.routers.web.middlewares", "m@swarm", "traefik.http.middlewares.m." + setting, value));

        assertThat(converted.labels()).isEqualTo(Map.of(label, ours));
        assertThat(converted.leftOver()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basicauth.users | ann:$apr1$x$y",
                "redirectscheme.scheme | http",
                "stripprefix.prefixes | /other",
                "retry.attempts | many",
                "circuitbreaker.expression | x",
                "headers.framedeny | true"
            })
    void otherMiddlewaresAreLeftOver(String setting, String value) {
        Converted converted = TraefikLabels.convert(
                Map.of("traefik.http.routers.web.middlewares", "m", "traefik.http.middlewares.m." + setting, value));

        assertThat(converted.labels()).isEmpty();
        assertThat(converted.leftOver()).singleElement().asString().contains("middleware m: " + setting);
    }

    @Test
    void theOwnPathIsTakenOff() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("traefik.http.routers.web.rule", "Host(`a.local`) && PathPrefix(`/app`)");
        labels.put("traefik.http.routers.web.middlewares", "strip");
        labels.put("traefik.http.middlewares.strip.stripprefix.prefixes", "/app");

        assertThat(TraefikLabels.convert(labels).labels())
                .isEqualTo(Map.of("hosts", "a.local", "context_root", "/app", "context_root_rewrite", "true"));
    }

    @Test
    void wordsOfHstsFollowItsTime() {
        assertThat(TraefikLabels.convert(Map.of(
                                "traefik.http.routers.web.middlewares", "m",
                                "traefik.http.middlewares.m.headers.stsIncludeSubdomains", "true",
                                "traefik.http.middlewares.m.headers.stsPreload", "true",
                                "traefik.http.middlewares.m.headers.stsSeconds", "60"))
                        .labels())
                .isEqualTo(Map.of("hsts", "60s,includeSubDomains,preload"));
    }

    @Test
    void whatIsNotUsedOrNotDefinedIsNamed() {
        Converted converted = TraefikLabels.convert(Map.of(
                "traefik.http.routers.web.middlewares", "elsewhere@file",
                "traefik.http.middlewares.m.compress", "true",
                "traefik.http.routers.web.entrypoints", "websecure",
                "traefik.http.routers.web.tls", "true",
                "traefik.tcp.routers.db.rule", "HostSNI(`*`)"));

        assertThat(converted.labels()).isEmpty();
        assertThat(converted.leftOver())
                .anyMatch(text -> text.startsWith("middleware elsewhere: it is not defined"))
                .anyMatch(text -> text.startsWith("traefik.http.middlewares.m: no router"))
                .anyMatch(text -> text.contains("entrypoints"))
                .anyMatch(text -> text.contains("ssl_cert"))
                .anyMatch(text -> text.startsWith("traefik.tcp.routers.db.rule"));
    }

    @Test
    void routersThatDifferInTheirHostsAloneAreOneService() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String name : List.of("a", "b")) {
            labels.put("traefik.http.routers." + name + ".rule", "Host(`" + name + ".local`) && PathPrefix(`/x`)");
            labels.put("traefik.http.routers." + name + ".middlewares", "m");
        }
        labels.put("traefik.http.middlewares.m.basicauth.users", "ann:$2y$05$abc");
        Converted converted = TraefikLabels.convert(labels);

        assertThat(converted.labels())
                .isEqualTo(Map.of("hosts", "a.local,b.local", "context_root", "/x", "basic_auth", "ann:$2y$05$abc"));
        assertThat(converted.leftOver()).isEmpty();
    }

    /// The usual pair: one for plain requests, one for TLS.
    @Test
    void aRouterThatOnlyRedirectsToTlsIsALabel() {
        Converted converted = TraefikLabels.convert(Map.of(
                "traefik.http.routers.plain.rule", "Host(`a.local`)",
                "traefik.http.routers.plain.middlewares", "to-tls",
                "traefik.http.routers.secure.rule", "Host(`a.local`)",
                "traefik.http.middlewares.to-tls.redirectscheme.scheme", "https"));

        assertThat(converted.labels()).isEqualTo(Map.of("hosts", "a.local", "ssl_only", "true"));
        assertThat(converted.leftOver()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rule | Host(`b.local`) && PathPrefix(`/b`)",
                "rule | HostRegexp(`.*`)",
                "service | other",
                "middlewares | to-tls"
            })
    void routersThatSayOtherThingsAreEachLeftBehind(String setting, String value) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("traefik.http.routers.a.rule", "Host(`a.local`)");
        labels.put("traefik.http.middlewares.to-tls.redirectscheme.scheme", "https");
        labels.put("traefik.http.routers.b.rule", "Host(`b.local`)");
        labels.put("traefik.http.routers.b." + setting, value);
        labels.put("traefik.http.routers.c.rule", "Host(`c.local`)");
        Converted converted = TraefikLabels.convert(labels);

        assertThat(converted.labels().getOrDefault("hosts", "")).doesNotContain("b.local");
        assertThat(converted.labels()).doesNotContainKeys("ssl_only", "context_root");
        assertThat(converted.leftOver())
                .filteredOn(text -> text.startsWith("traefik.http.routers."))
                .singleElement()
                .asString()
                .startsWith("traefik.http.routers.b: its path, middlewares or service are not those of router a");
    }

    /// Whoever copies the result must not open what was closed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "traefik.http.middlewares.m.basicauth.users=ann:$apr1$x$y",
                "traefik.http.middlewares.m.ratelimit.period=1m",
                "traefik.http.middlewares.m.ipallowlist.ipstrategy.depth=2",
                "traefik.http.routers.second.middlewares=m",
            })
    void hostsStayBehindWithWhatGuardsThem(String guard) {
        int separator = guard.indexOf('=');
        Converted converted = TraefikLabels.convert(Map.of(
                "traefik.http.routers.a.rule",
                "Host(`a.local`)",
                "traefik.http.routers.a.middlewares",
                "m",
                "traefik.http.middlewares.m.compress",
                "true",
                guard.substring(0, separator),
                guard.substring(separator + 1)));

        assertThat(converted.labels()).doesNotContainKey("hosts");
        assertThat(converted.leftOver()).anyMatch(text -> text.startsWith("hosts a.local: left out"));
    }

    @Test
    void networkAndModeAreCarriedOver() {
        assertThat(TraefikLabels.convert(Map.of("traefik.swarm.network", "front", "traefik.docker.lbswarm", "true"))
                        .labels())
                .isEqualTo(Map.of("network", "front", "backend_mode", "vip"));
    }

    @Test
    void labelsOfOthersAndOfWhatIsSwitchedOffMeanNothing() {
        assertThat(TraefikLabels.convert(Map.of("com.docker.lb.hosts", "a.local", "x", "y")))
                .isEqualTo(new Converted(Map.of(), List.of()));
        assertThat(TraefikLabels.convert(
                                Map.of("traefik.enable", "false", "traefik.http.routers.a.rule", "Host(`a.local`)"))
                        .labels())
                .isEmpty();
    }

    private static Converted convert(String key, String value) {
        return TraefikLabels.convert(Map.of(key, value));
    }
}
