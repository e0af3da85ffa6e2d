package io.sluice.controlplane.lint;

import java.io.IOException;
import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StackLintTest {

    private static final String GOOD = """
            services:
              web:
                networks: [edge]
                stop_grace_period: 30s
                healthcheck: {test: [CMD, true]}
                deploy:
                  replicas: 2
                  labels:
                    com.docker.lb.hosts: a.example.com
                    com.docker.lb.port: 80
            """;

    @Test
    void hasNothingToSayOfAGoodService() throws IOException {
        assertThat(StackLint.lint(GOOD)).isEmpty();
    }

    @Test
    void leavesServicesAloneThatAskForNoTraffic() throws IOException {
        assertThat(StackLint.lint("services: {db: {ports: ['5432:5432'], deploy: {replicas: 1}}}"))
                .isEmpty();
    }

    @Test
    void advisesAHealthCheck() throws IOException {
        assertThat(codes(GOOD.replace("healthcheck: {test: [CMD, true]}", "")))
                .containsExactly("web: lint-no-health-check");
        assertThat(codes(GOOD.replace("{test: [CMD, true]}", "{disable: true}")))
                .containsExactly("web: lint-no-health-check");
        assertThat(codes(GOOD.replace("healthcheck: {test: [CMD, true]}", "")
                        .replace(
                                "com.docker.lb.port: 80",
                                "com.docker.lb.port: 80\n        com.docker.lb.health_path: /")))
                .isEmpty();
    }

    @Test
    void advisesAStopGracePeriod() throws IOException {
        List<ConfigError> advice = StackLint.lint(GOOD.replace("stop_grace_period: 30s", ""));

        assertThat(advice).singleElement().satisfies(one -> {
            assertThat(one.code()).isEqualTo("lint-default-grace");
            assertThat(one.severity()).isEqualTo(Severity.NOTICE);
            assertThat(one.message()).contains("longer than 12 s");
        });
    }

    @Test
    void warnsOfAGracePeriodShorterThanTheDrain() throws IOException {
        assertThat(codes(GOOD.replace("30s", "5s"))).containsExactly("web: lint-short-grace");
        assertThat(codes(GOOD.replace("30s", "6s"))).isEmpty();
        assertThat(codes(GOOD.replace(
                        "com.docker.lb.port: 80", "com.docker.lb.port: 80\n        com.docker.lb.timeout_drain: 1m")))
                .containsExactly("web: lint-short-grace");
    }

    @Test
    void warnsOfUpdatesThatStopTheOnlyTaskFirst() throws IOException {
        assertThat(codes(GOOD.replace("replicas: 2", "replicas: 1"))).containsExactly("web: lint-stop-first");
        assertThat(codes(GOOD.replace("      replicas: 2\n", ""))).containsExactly("web: lint-stop-first");
        assertThat(codes(GOOD.replace("replicas: 2", "update_config: {order: start-first}")))
                .isEmpty();
        assertThat(codes(GOOD.replace("replicas: 2", "mode: global"))).isEmpty();
    }

    @Test
    void warnsOfAVipThatDoesNotExist() throws IOException {
        assertThat(codes(GOOD.replace("replicas: 2", "replicas: 2\n      endpoint_mode: dnsrr")
                        .replace(
                                "com.docker.lb.port: 80",
                                "com.docker.lb.port: 80\n        com.docker.lb.backend_mode: vip")))
                .containsExactly("web: lint-dnsrr-vip");
    }

    @Test
    void warnsOfPortsThatBypassTheProxy() throws IOException {
        for (String port : List.of("'8080:80'", "'127.0.0.1:8080:80/tcp'", "{target: 80, published: 8080}")) {
            List<ConfigError> advice =
                    StackLint.lint(GOOD.replace("networks: [edge]", "networks: [edge]\n    ports: [" + port + "]"));

            assertThat(advice).singleElement().satisfies(one -> {
                assertThat(one.code()).isEqualTo("lint-bypass");
                assertThat(one.message()).contains("8080");
            });
        }
        assertThat(codes(GOOD.replace("networks: [edge]", "networks: [edge]\n    ports: ['80']")))
                .isEmpty();
    }

    @Test
    void asksWhichNetwork() throws IOException {
        assertThat(codes(GOOD.replace("[edge]", "{edge: {}, back: {}}"))).containsExactly("web: lint-which-network");
    }

    @Test
    void readsLabelsThatAreAList() throws IOException {
        assertThat(codes("""
                services:
                  web:
                    stop_grace_period: 30s
                    healthcheck: {test: [CMD, true]}
                    deploy: {replicas: 1, labels: ['com.docker.lb.hosts=a', 'com.docker.lb.port=80', other]}
                """)).containsExactly("web: lint-stop-first");
    }

    @Test
    void notesHostsThatServicesShare() throws IOException {
        String two = GOOD + GOOD.substring(GOOD.indexOf("  web:")).replace("web:", "canary:");

        assertThat(codes(two)).containsExactly("web: lint-shared-host");
        assertThat(codes(two.replaceFirst(
                        "com.docker.lb.port: 80", "com.docker.lb.port: 80\n        com.docker.lb.context_root: /a")))
                .isEmpty();
    }

    @Test
    void recommendsOneSharedNetworkInsteadOfMany() throws IOException {
        StringBuilder many = new StringBuilder("services:\n");
        for (int i = 0; i < 4; i++) {
            many.append(GOOD.substring(GOOD.indexOf("  web:"))
                    .replace("web:", "web" + i + ":")
                    .replace("edge", "net" + i)
                    .replace("a.example.com", i + ".example.com"));
        }

        assertThat(codes(many.toString())).containsExactly(": lint-many-networks");
    }

    @Test
    void aFileWithoutServicesIsFine() throws IOException {
        assertThat(StackLint.lint("networks: {edge: {}}")).isEmpty();
    }

    private static List<String> codes(String stack) throws IOException {
        return StackLint.lint(stack).stream()
                .map(one -> one.service() + ": " + one.code())
                .toList();
    }
}
