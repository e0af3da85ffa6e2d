package io.sluice.controlplane.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class SettingsFileTest {

    /// What UCP 3.2.3 wrote, shortened where keys repeat.
    private static final String UCP = """
            ListenAddr = ":8080"
            DockerURL = "unix:///var/run/docker.sock"
            AllowInsecure = false
            PollInterval = "3s"

            [Extensions]
              [Extensions.default]
                Image = "docker/ucp-interlock-extension:3.2.3"
                ServiceName = "ucp-interlock-extension"
                Args = []
                Constraints = ["node.labels.com.docker.ucp.orchestrator.swarm==true", "node.platform.os==linux"]
                ProxyImage = "docker/ucp-interlock-proxy:3.2.3"
                ProxyServiceName = "ucp-interlock-proxy"
                ProxyConfigPath = "/etc/nginx/nginx.conf"
                ProxyReplicas = 2
                ProxyStopSignal = "SIGQUIT"
                ProxyStopGracePeriod = "5s"
                PublishMode = "ingress"
                PublishedPort = 8080
                TargetPort = 80
                PublishedSSLPort = 8443
                TargetSSLPort = 443
                [Extensions.default.Labels]
                  "com.docker.ucp.InstanceID" = "abc"
                [Extensions.default.Config]
                  User = "nginx"
                  PidPath = "/var/run/proxy.pid"
                  WorkerProcesses = 1
                  RlimitNoFile = 65535
                  MaxConnections = 1024
                  ConnectTimeout = 5
                  SendTimeout = 600
                  ReadTimeout = 600
                  IPHash = false
                  SSLProtocols = "TLSv1.2"
                  HideInfoHeaders = true
                  ClientMaxBodySize = "32m"
            """;

    @Test
    void readsWhatUcpWrote() {
        FileSettings settings = loaded(UCP);

        assertThat(texts(settings.flagsFor("")))
                .isEqualTo(Map.of(
                        "docker", "unix:///var/run/docker.sock",
                        "poll-interval", "3000ms",
                        "hide-info-headers", "true",
                        "body-timeout", "600000ms"));
        assertThat(texts(settings.labelsFor("")))
                .isEqualTo(Map.of(
                        "timeout_connect", "5000ms",
                        "timeout_request", "600000ms",
                        "timeout_idle", "600000ms",
                        "max_body", "33554432"));
    }

    @Test
    void saysWhatBecomesOfEveryOtherKey() {
        assertThat(all(UCP))
                .filteredOn(error -> error.severity() == Severity.WARNING)
                .extracting(ConfigError::code, ConfigError::label)
                .containsExactlyInAnyOrder(
                        tuple("other-image", "Extensions.default.ProxyImage"),
                        tuple("stop-signal", "Extensions.default.ProxyStopSignal"),
                        tuple("not-applied", "Extensions.default.Config.SSLProtocols"));
        assertThat(all(UCP))
                .filteredOn(error -> error.severity() == Severity.NOTICE)
                .extracting(ConfigError::label)
                .contains("ListenAddr", "Extensions.default.Image", "Extensions.default.Config.User");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("keys")
    void noKeyIsUnknown(String table, String key) {
        assertThat(all(table + key + " = []\n")).noneMatch(error -> error.code().equals("unknown-key"));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                        InterlockKeys.TOP.keys().keySet().stream().map(key -> Arguments.of("", key)),
                        InterlockKeys.EXTENSION.keys().keySet().stream()
                                .map(key -> Arguments.of("[Extensions.a]\n", key)),
                        InterlockKeys.CONFIG.keys().keySet().stream()
                                .map(key -> Arguments.of("[Extensions.a.Config]\n", key)))
                .flatMap(all -> all);
    }

    @Test
    void theReadmeNamesEveryKey() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));

        assertThat(Stream.of(InterlockKeys.TOP, InterlockKeys.EXTENSION, InterlockKeys.CONFIG)
                        .flatMap(table -> table.keys().keySet().stream())
                        .filter(key -> !readme.contains("`" + key + "`")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PolInterval, 1:1, PollInterval",
        "DockerUrll, 1:1, DockerURL",
    })
    void anUnknownKeyIsNamedWithItsPlaceAndTheNearest(String key, String place, String nearest) {
        assertThat(all(key + " = \"3s\"\n")).singleElement().satisfies(error -> {
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.code()).isEqualTo("unknown-key");
            assertThat(error.position()).isEqualTo("config.toml:" + place);
            assertThat(error.hint()).contains(nearest);
        });
    }

    @Test
    void keysAreFoundInAnyCase() {
        assertThat(texts(loaded("pollinterval = \"5s\"\n").flags())).containsEntry("poll-interval", "5000ms");
    }

    @Test
    void theSameKeyTwiceInOtherCaseIsAnError() {
        assertThat(invalid("PollInterval = \"5s\"\npollinterval = \"6s\"\n"))
                .anyMatch(error ->
                        error.code().equals("duplicate-key") && error.position().startsWith("config.toml:2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PollInterval = true | 1",
                "PollInterval = \"soon\" | 1",
                "DockerURL = 3 | 1",
                "AllowInsecure = \"no\" | 1",
                "Extensions = 1 | 1",
                "Extensions.a.Networks = \"edge\" | 1",
                "Extensions.a.Networks = [1] | 1",
                "Extensions.a.Networks = [\" \"] | 1",
                "Extensions.a.ServiceCluster = \"a b\" | 1",
                "Extensions.a.PublishedPort = 70000 | 1",
                "Extensions.a.PublishMode = \"both\" | 1",
                "Extensions.a.ProxyReplicas = -1 | 1",
                "Extensions.a.ProxyStopGracePeriod = \"x\" | 1",
                "Extensions.a.ProxyLabels = {a = 1} | 1",
                "Extensions.a.Config.ConnectTimeout = 0 | 1",
                "Extensions.a.Config.KeepaliveTimeout = \"0s\" | 1",
                "Extensions.a.Config.ClientMaxBodySize = \"much\" | 1",
                "Extensions.a.Config.HideInfoHeaders = \"yes\" | 1",
                "Extensions.a.Config.LargeClientHeaderBuffers = \"8k\" | 1",
                "Extensions.a.Config.SSLProtocols = \"TLSv9\" | 1",
                "Sluice.http = {a = 1} | 1",
                "PollInterval = | 1"
            })
    void anUnusableValueRefusesTheFile(String line, int number) {
        assertThat(invalid(line))
                .anyMatch(error -> error.severity() == Severity.ERROR
                        && error.position().startsWith("config.toml:" + number + ":"));
    }

    @Test
    void allErrorsAreToldAtOnce() {
        assertThat(invalid("PollInterval = true\nDockerURL = 3\nExtensions.a.PublishMode = \"x\"\n"))
                .filteredOn(error -> error.severity() == Severity.ERROR)
                .hasSize(3);
    }

    @Test
    void anExtensionSpeaksForItsServiceClusterOnly() {
        FileSettings settings = loaded("""
                [Extensions.a]
                ServiceCluster = "east"
                Networks = ["edge"]
                Config.HideInfoHeaders = true
                [Extensions.b]
                Config.IPHash = true
                """);

        assertThat(settings.networksFor("east")).containsExactly("edge");
        assertThat(settings.networksFor("")).isEmpty();
        assertThat(texts(settings.flagsFor("east"))).containsEntry("hide-info-headers", "true");
        assertThat(settings.flagsFor("")).isEmpty();
        assertThat(texts(settings.labelsFor(""))).containsEntry("balance", "ip_hash");
        assertThat(settings.labelsFor("west")).isEmpty();
    }

    @Test
    void twoExtensionsOfOneServiceClusterAreAnError() {
        assertThat(invalid("[Extensions.a]\nServiceCluster = \"e\"\n[Extensions.b]\nServiceCluster = \"e\"\n"))
                .anyMatch(error -> error.code().equals("duplicate-cluster")
                        && error.message().contains("'a'"));
    }

    @Test
    void theOwnTableWins() {
        FileSettings settings = loaded("""
                Extensions.a.Config.ConnectTimeout = 5
                Extensions.a.Config.KeepaliveTimeout = "75s"
                [Sluice]
                http = ["0.0.0.0:80", "[::]:80"]
                keepalive-timeout = "20s"
                loops = 2
                via = true
                [Sluice.Labels]
                timeout_connect = "1s"
                """);

        assertThat(texts(settings.flagsFor("")))
                .isEqualTo(
                        Map.of("http", "0.0.0.0:80,[::]:80", "keepalive-timeout", "20s", "loops", "2", "via", "true"));
        assertThat(texts(settings.labelsFor(""))).isEqualTo(Map.of("timeout_connect", "1s"));
    }

    @Test
    void emptyValuesAreNoNews() {
        assertThat(all("[Extensions.a]\nTemplate = \"\"\nConfig.HTTPOptions = []\nConfig.AdminUser = \"\"\n"))
                .isEmpty();
    }

    @Test
    void whatNginxAloneUnderstandsIsWarnedAbout() {
        assertThat(all("[Extensions.a]\nConfig.HTTPOptions = [\"gzip on;\"]\n"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.severity()).isEqualTo(Severity.WARNING);
                    assertThat(error.code()).isEqualTo("not-applied");
                    assertThat(error.label()).isEqualTo("Extensions.a.Config.HTTPOptions");
                    assertThat(error.position()).startsWith("config.toml:2:");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{", "a.", "{a="})
    void deepNestingIsRefusedAndNotFollowed(String piece) {
        assertThat(invalid("a = " + piece.repeat(100_000))).isNotEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsAnError(@TempDir Path folder) throws IOException {
        Path bytes = Files.write(folder.resolve("config.toml"), new byte[] {(byte) 0xff, '\n'});

        assertThat(codes(SettingsFile.load(bytes))).containsExactly("not-utf-8");
        assertThat(codes(SettingsFile.load(folder.resolve("none.toml")))).containsExactly("no-file");
        assertThat(codes(SettingsFile.load(folder))).containsExactly("unreadable-file");
        Path large = Files.writeString(folder.resolve("large.toml"), "#".repeat(SettingsFile.MAX_BYTES + 1));
        assertThat(codes(SettingsFile.load(large))).containsExactly("file-too-large");
    }

    private static List<String> codes(SettingsReading reading) {
        return errors(reading).stream().map(ConfigError::code).toList();
    }

    private static Map<String, String> texts(Map<String, Placed> placed) {
        return placed.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text()));
    }

    private static FileSettings loaded(String text) {
        SettingsReading reading = SettingsFile.parse("config.toml", text);
        assertThat(reading).as(errors(reading).toString()).isInstanceOf(SettingsReading.Loaded.class);
        return ((SettingsReading.Loaded) reading).settings();
    }

    private static List<ConfigError> invalid(String text) {
        SettingsReading reading = SettingsFile.parse("config.toml", text);
        assertThat(reading).isInstanceOf(SettingsReading.Invalid.class);
        return errors(reading);
    }

    private static List<ConfigError> all(String text) {
        return errors(SettingsFile.parse("config.toml", text));
    }

    private static List<ConfigError> errors(SettingsReading reading) {
        return switch (reading) {
            case SettingsReading.Loaded loaded -> loaded.remarks();
            case SettingsReading.Invalid invalid -> invalid.errors();
        };
    }
}
