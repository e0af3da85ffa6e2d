package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.errors;
import static io.sluice.controlplane.labels.Readings.hosts;
import static io.sluice.controlplane.labels.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;

class LabelParserTest {

    private static final String HOSTS = "com.docker.lb.hosts";
    private static final String PORT = "com.docker.lb.port";

    @Test
    void serviceWithoutOurLabelsIsSilent() {
        assertThat(read(Map.of("com.docker.stack.namespace", "st", "traefik.enable", "true")))
                .isEqualTo(new LabelReading.Silent());
    }

    @Test
    void readsAllLabels() {
        LabelReading reading = read(Map.of(
                HOSTS,
                "App.Local, www.app.local.",
                PORT,
                " 8080 ",
                "com.docker.lb.network",
                "front",
                "com.docker.lb.backend_mode",
                "VIP",
                "com.docker.lb.default_backend",
                "True"));

        assertThat(reading)
                .isEqualTo(new LabelReading.Accepted(
                        new LabelSet(
                                List.of(HostPattern.of("app.local"), HostPattern.of("www.app.local")),
                                8080,
                                "front",
                                BackendMode.VIP,
                                true),
                        List.of()));
    }

    @Test
    void defaultsAreTaskModeAndNoNetwork() {
        LabelSet labels = accepted(read(Map.of(HOSTS, "a.local", PORT, "80")));

        assertThat(labels).isEqualTo(new LabelSet(List.of(HostPattern.of("a.local")), 80, "", BackendMode.TASK, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.local|a.local",
                "'a.local,b.local'|a.local b.local",
                "' a.local ,  b.local '|a.local b.local",
                "'a.local,,b.local,'|a.local b.local",
                "A.LOCAL|a.local",
                "a.local.|a.local",
                "localhost|localhost",
                "10.0.0.1|10.0.0.1",
                "my_app.local|my_app.local",
                "*.A.local|*.a.local",
                "'a.local,*.a.local'|a.local *.a.local"
            })
    void readsHostLists(String value, String hosts) {
        LabelReading reading = read(Map.of(HOSTS, value, PORT, "80"));

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(errors(reading)).isEmpty();
        assertThat(hosts(reading)).isEqualTo(hosts);
    }

    @Test
    void foldsDuplicateHostsWithOneWarning() {
        LabelReading reading = read(Map.of(HOSTS, "a.local,A.local,b.local,a.LOCAL.", PORT, "80"));

        assertThat(hosts(reading)).isEqualTo("a.local b.local");
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("duplicate-host");
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.message()).contains("'A.local'", "'a.LOCAL.'");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.local:8080|without a port",
                "[::1]|without a port",
                "http://a.local|without scheme",
                "a.local/app|without its path",
                "*|all hosts",
                "a.*.local|all hosts",
                "*.|all hosts",
                "*.*.a.local|all hosts",
                "bücher.local|xn--",
                "a.local b.local|by commas",
                "a.local;b.local|by commas",
                "-a.local|DNS name",
                "a..local|DNS name"
            })
    void leavesOutABadHostWithARemedy(String bad, String remedy) {
        LabelReading reading = read(Map.of(HOSTS, "good.local, " + bad, PORT, "80"));

        assertThat(hosts(reading)).isEqualTo("good.local");
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("invalid-host");
            assertThat(error.severity()).isEqualTo(Severity.ERROR);
            assertThat(error.message()).contains(bad);
            assertThat(error.hint()).contains(remedy);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,", "a.local:80"})
    void refusesServiceWithoutAGoodHost(String value) {
        LabelReading reading = read(Map.of(HOSTS, value, PORT, "80"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("invalid-host");
    }

    @Test
    void takesAsManyHostsAsTheLimitAndNoMore() {
        assertThat(hosts(read(Map.of(HOSTS, hostList(100), PORT, "80"))).split(" "))
                .hasSize(100);

        LabelReading tooMany = read(Map.of(HOSTS, hostList(101), PORT, "80"));
        assertThat(tooMany).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(tooMany)).isEqualTo("too-many-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "80", "65535", " 8080", "0080"})
    void readsPorts(String value) {
        assertThat(accepted(read(Map.of(HOSTS, "a.local", PORT, value))).port())
                .isEqualTo(Integer.parseInt(value.strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "+80", "abc", "80.0", "0x50", "8080/tcp", "999999999999", "８０"})
    void refusesServiceWithABadPort(String value) {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, value));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("invalid-port");
            assertThat(error.service()).isEqualTo("web");
            assertThat(error.label()).isEqualTo(PORT);
            assertThat(error.message()).contains("'" + value + "'");
            assertThat(error.position()).isEqualTo("stack.yml:port");
            assertThat(error.hint()).isNotEmpty();
        });
    }

    @Test
    void hostsWithoutPortAreRefused() {
        LabelReading reading = read(Map.of(HOSTS, "a.local"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(hosts(reading)).isEqualTo("a.local");
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("missing-port");
            assertThat(error.label()).isEqualTo(PORT);
            assertThat(error.position()).as("where the label would go").isEqualTo("stack.yml:hosts");
        });
    }

    @Test
    void defaultBackendWithoutPortIsRefused() {
        assertThat(codes(read(Map.of("com.docker.lb.default_backend", "true")))).isEqualTo("missing-port");
    }

    @Test
    void portAloneIsRefused() {
        LabelReading reading = read(Map.of(PORT, "80"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("missing-hosts");
    }

    @Test
    void portWithDefaultBackendOffIsRefused() {
        assertThat(codes(read(Map.of(PORT, "80", "com.docker.lb.default_backend", "false"))))
                .isEqualTo("missing-hosts");
    }

    @Test
    void defaultBackendNeedsNoHosts() {
        LabelSet labels = accepted(read(Map.of(PORT, "80", "com.docker.lb.default_backend", "1")));

        assertThat(labels.defaultBackend()).isTrue();
        assertThat(labels.hosts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    void readsTrue(String value) {
        assertThat(accepted(read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.default_backend", value)))
                        .defaultBackend())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    void readsFalse(String value) {
        assertThat(accepted(read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.default_backend", value)))
                        .defaultBackend())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "on", "tRue", "2"})
    void aBadBooleanIsReportedAndHostsAreServed(String value) {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.default_backend", value));

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(codes(reading)).isEqualTo("invalid-boolean");
    }

    @Test
    void defaultModeIsAnOldSpellingOfTask() {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.backend_mode", "default"));

        assertThat(accepted(reading).mode()).isEqualTo(BackendMode.TASK);
        assertThat(errors(reading))
                .singleElement()
                .extracting(ConfigError::severity)
                .isEqualTo(Severity.NOTICE);
    }

    @Test
    void autoModeLeavesTheChoice() {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.backend_mode", "Auto"));

        assertThat(accepted(reading).mode()).isEqualTo(BackendMode.AUTO);
        assertThat(errors(reading)).isEmpty();
    }

    @Test
    void anUnknownModeRefusesTheService() {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.backend_mode", "vpi"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("invalid-backend-mode");
            assertThat(error.hint()).contains("'vip'");
        });
    }

    @Test
    void anEmptyNetworkRefusesTheService() {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.network", ""));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("invalid-network");
    }

    @Test
    void reportsEverythingAtOnceInAFixedOrder() {
        LabelReading reading = read(Map.of(
                HOSTS,
                "a.local:80",
                PORT,
                "abc",
                "com.docker.lb.context_root",
                "app",
                "com.docker.lb.netwrok",
                "front"));

        assertThat(codes(reading)).isEqualTo("invalid-path invalid-host unknown-label invalid-port");
    }

    private static String hostList(int count) {
        return IntStream.range(0, count).mapToObj(i -> "h" + i + ".local").collect(Collectors.joining(","));
    }
}
