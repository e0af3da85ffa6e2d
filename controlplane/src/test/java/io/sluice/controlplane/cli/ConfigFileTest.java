package io.sluice.controlplane.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.cli.ConfigFile.Loading;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.Tenancy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theFileGivesFlagsLabelsAndNetworks() throws IOException {
        Loading.Loaded loaded = loaded("""
                PollInterval = "3s"
                DockerURL = "tcp://127.0.0.1:2375"
                [Extensions.default]
                ServiceCluster = "east"
                Networks = ["edge"]
                Config.HideInfoHeaders = true
                Config.KeepaliveTimeout = "75s"
                Config.LargeClientHeaderBuffers = "4 8k"
                Config.ConnectTimeout = 5
                [Sluice]
                tenancy = "stack"
                wildcard-tenants = ["ops", "service:edge"]
                trusted-proxy = ["10.0.0.0/8"]
                loops = 2
                """);

        ProxySettings settings = loaded.settings();
        assertThat(settings.infoHeaders()).isFalse();
        assertThat(settings.clientTimeouts().keepAlive()).isEqualTo(Duration.ofSeconds(75));
        assertThat(settings.headerBuffers()).isEqualTo(new HeaderBuffers(8192, 32768));
        assertThat(settings.loops()).isEqualTo(2);
        assertThat(settings.trustedProxies()).hasSize(1);
        assertThat(settings.routing().serviceCluster()).isEqualTo("east");
        assertThat(settings.routing().tenancy()).isEqualTo(Tenancy.STACK);
        assertThat(settings.routing().wildcardTenants()).containsExactlyInAnyOrder("ops", "service:edge");
        assertThat(settings.routing().networks()).containsExactly("edge");
        assertThat(settings.routing().defaultLabels()).isEqualTo(Map.of("timeout_connect", "5000ms"));
        assertThat(loaded.source())
                .isEqualTo(new Source.Docker(Optional.of("tcp://127.0.0.1:2375"), Duration.ofSeconds(3)));
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = write("[Sluice]\nloops = 2\ndrain = \"1s\"\nvia = true\nhide-info-headers = true\n");
        ConfigFile config = new ConfigFile(
                file, List.of("--docker", "--loops", "5", "--hide-info-headers"), Map.of("SLUICE_DRAIN", "3s"));

        ProxySettings settings = ((Loading.Loaded) config.load()).settings();

        assertThat(settings.loops()).isEqualTo(5);
        assertThat(settings.drain())
                .as("the environment, which picocli reads itself")
                .isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.heads().via()).isTrue();
        assertThat(settings.infoHeaders()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "loops = 5000, invalid-value, 0 to 1024",
        "tennancy = \"stack\", unknown-key, 'tenancy'",
        "compose = \"x.yml\", unknown-key, known are",
        "via = \"perhaps\", invalid-value, neither true nor false",
        "Labels.hosts = \"a.local\", no-default-label, for all services",
        "Labels.max_body = \"x\", invalid-size, ",
        "http = \":80+proxy-protocol\", invalid-value, PROXY headers"
    })
    void whatIsWrongInTheOwnTableRefusesTheFile(String line, String code, String text) throws IOException {
        Loading loading = config(write("[Sluice]\n" + line + "\n")).load();

        assertThat(loading).isInstanceOf(Loading.Invalid.class);
        assertThat(((Loading.Invalid) loading).errors()).anySatisfy(error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.toString()).contains(text == null ? "" : text);
        });
    }

    @Test
    void theOnlyExtensionIsOurs() throws IOException {
        assertThat(loaded("Extensions.a.ServiceCluster = \"east\"\n")
                        .settings()
                        .routing()
                        .serviceCluster())
                .isEqualTo("east");
    }

    @Test
    void amongSeveralTheFlagSays() throws IOException {
        Path file = write("""
                Extensions.a.ServiceCluster = "east"
                Extensions.a.Networks = ["e"]
                Extensions.b.ServiceCluster = "west"
                Extensions.b.Networks = ["w"]
                """);
        ConfigFile config = new ConfigFile(file, List.of("--docker", "--service-cluster", "west"), Map.of());

        assertThat(((Loading.Loaded) config.load()).settings().routing().networks())
                .containsExactly("w");
        assertThat(((Loading.Loaded) config(file).load()).remarks())
                .extracting(ConfigError::code)
                .containsExactly("no-extension");
    }

    @Test
    void dockerHostOfFlagsOrEnvironmentWins() throws IOException {
        Path file = write("DockerURL = \"tcp://127.0.0.1:1\"\n");

        assertThat(source(new ConfigFile(file, List.of("--docker=tcp://127.0.0.1:2"), Map.of())))
                .isEqualTo(new Source.Docker(Optional.of("tcp://127.0.0.1:2")));
        assertThat(source(new ConfigFile(file, List.of("--docker"), Map.of("DOCKER_HOST", "tcp://127.0.0.1:3"))))
                .isEqualTo(new Source.Docker(Optional.empty()));
        assertThat(source(new ConfigFile(file, List.of("--compose", "x.yml"), Map.of())))
                .isEqualTo(new Source.Compose(Path.of("x.yml")));
    }

    private static Source source(ConfigFile config) {
        return ((Loading.Loaded) config.load()).source();
    }

    private Loading.Loaded loaded(String text) throws IOException {
        Loading loading = config(write(text)).load();
        assertThat(loading).as(loading.toString()).isInstanceOf(Loading.Loaded.class);
        return (Loading.Loaded) loading;
    }

    private static ConfigFile config(Path file) {
        return new ConfigFile(file, List.of("--docker"), Map.of());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("config.toml"), text);
    }
}
