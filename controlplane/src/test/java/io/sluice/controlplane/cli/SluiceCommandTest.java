package io.sluice.controlplane.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import static org.assertj.core.api.Assertions.assertThat;

class SluiceCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final RecordingJobs jobs = new RecordingJobs();
    private final CommandLine command = SluiceCommand.create(
                    jobs, new BuildInfo("1.2.3", "abc"), Map.of("NO_COLOR", "1"))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    @Test
    void runsWithDefaults() {
        assertThat(command.execute("run", "--docker")).isZero();

        assertThat(jobs.source).isEqualTo(new Source.Docker(Optional.empty()));
        assertThat(jobs.settings.http()).containsExactly(new ListenAddress(new InetSocketAddress("0.0.0.0", 8080)));
        assertThat(jobs.settings.admin()).hasToString("/127.0.0.1:9901");
        assertThat(jobs.settings.transport()).isEqualTo(TransportChoice.AUTO);
        assertThat(jobs.settings.loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(jobs.settings.trustedProxies()).isEmpty();
        assertThat(jobs.settings.infoHeaders()).isTrue();
        assertThat(jobs.settings.drain()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void readsStickyKey(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "0123456789abcdef\n");

        assertThat(command.execute("run", "--docker", "--sticky-key-file", file.toString()))
                .isZero();
        assertThat(jobs.settings.stickyKey().bytes()).isEqualTo("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        assertThat(jobs.settings.stickyKey().toString()).doesNotContain("0123");
    }

    @Test
    void refusesStickyKeyThatIsShortOrMissing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "short\n");

        assertThat(command.execute("run", "--docker", "--sticky-key-file", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has 5 bytes, not 16 to 4096", "/dev/urandom");
        assertThat(command.execute("run", "--docker", "--sticky-key-file", file + ".not"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("key.not' cannot be read");
    }

    @Test
    void readsEveryFlag() {
        int exit = command.execute(
                "run",
                "--compose",
                "stack.yml",
                "--http",
                ":80",
                "--http",
                "[::1]:81",
                "--admin",
                ":9000",
                "--transport",
                "io_uring",
                "--loops",
                "3",
                "--trusted-proxy",
                "10.0.0.0/8",
                "--trusted-proxy",
                "fd00::/8",
                "--hide-info-headers",
                "--drain",
                "500ms");

        assertThat(exit).isZero();
        assertThat(jobs.source).isEqualTo(new Source.Compose(Path.of("stack.yml")));
        assertThat(jobs.settings.http()).hasSize(2);
        assertThat(jobs.settings.admin()).hasToString("/127.0.0.1:9000");
        assertThat(jobs.settings.transport()).isEqualTo(TransportChoice.IO_URING);
        assertThat(jobs.settings.loops()).isEqualTo(3);
        assertThat(jobs.settings.trustedProxies()).hasSize(2);
        assertThat(jobs.settings.infoHeaders()).isFalse();
        assertThat(jobs.settings.drain()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void routingFlagsHaveDefaults() {
        command.execute("run", "--docker");

        assertThat(jobs.settings.routing()).isEqualTo(RoutingOptions.DEFAULT);
    }

    @Test
    void readsRoutingFlags() {
        command.execute(
                "run",
                "--docker",
                "--service-cluster",
                "east",
                "--tenancy=stack",
                "--wildcard-tenants=ops,service:edge",
                "--wildcard-tenants=more");

        assertThat(jobs.settings.routing())
                .isEqualTo(new RoutingOptions("east", Tenancy.STACK, Set.of("ops", "service:edge", "more")));
    }

    @Test
    void listensForProxyHeaders() {
        int exit = command.execute(
                "run",
                "--docker",
                "--http",
                "127.0.0.1:8080+proxy-protocol,8081",
                "--trusted-proxy",
                "10.0.0.0/8",
                "--underscores-in-headers",
                "--via",
                "--new-connections-per-client",
                "200",
                "--connections-per-client",
                "1000");

        assertThat(exit).isZero();
        assertThat(jobs.settings.http())
                .containsExactly(
                        new ListenAddress(new InetSocketAddress("127.0.0.1", 8080), true),
                        new ListenAddress(new InetSocketAddress("0.0.0.0", 8081), false));
        assertThat(jobs.settings.heads()).isEqualTo(new HeadOptions(true, true));
        assertThat(jobs.settings.perClient()).isEqualTo(new ClientLimits(1000, 200));
    }

    @Test
    void refusesWrongListeners() {
        assertThat(command.execute("run", "--docker", "--http", "8080+proxy")).isEqualTo(2);
        assertThat(err.toString()).contains("'+proxy' is neither +proxy-protocol nor +h2c");
        assertThat(command.execute("run", "--docker", "--connections-per-client", "-1"))
                .isEqualTo(2);
    }

    @Test
    void flagsSayWhereCertificatesAre(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("tickets"), "0123456789abcdef0123456789abcdef\n");

        int exit = command.execute(
                "run",
                "--docker",
                "--https",
                "127.0.0.1:9443,:10443",
                "--cert-dir",
                directory.toString(),
                "--ticket-key-file",
                secret.toString(),
                "--public-https-port",
                "8443");

        assertThat(exit).isZero();
        assertThat(jobs.settings.tls().https())
                .containsExactly(
                        new ListenAddress(new InetSocketAddress("127.0.0.1", 9443), false),
                        new ListenAddress(new InetSocketAddress("0.0.0.0", 10443), false));
        assertThat(jobs.settings.tls().certDirectory()).isEqualTo(directory);
        assertThat(jobs.settings.tls().ticketSecret().bytes()).hasSize(32);
        assertThat(jobs.settings.tls().toString()).doesNotContain("[B@");
        assertThat(jobs.settings.routing().httpsPort()).isEqualTo(8443);
    }

    @Test
    void tlsIsServedUnlessToldOtherwise() {
        assertThat(command.execute("run", "--docker")).isZero();
        assertThat(jobs.settings.tls().https())
                .containsExactly(new ListenAddress(new InetSocketAddress("0.0.0.0", 8443), false));

        assertThat(command.execute("run", "--docker", "--https", "none")).isZero();
        assertThat(jobs.settings.tls().https()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--https, x",
        "--https, 8443+h3",
        "--ticket-key-file, /nowhere/key",
        "--public-https-port, 0",
        "--public-https-port, 70000"
    })
    void refusesFlagsOfTlsThatSayNothing(String flag, String value) {
        assertThat(command.execute("run", "--docker", flag, value)).isEqualTo(2);
    }

    @Test
    void needsTrustedNetworkForProxyHeaders() {
        assertThat(command.execute("run", "--docker", "--http", "8080+proxy-protocol"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--trusted-proxy");
    }

    @Test
    void dockerTakesAHost() {
        command.execute("run", "--docker=tcp://127.0.0.1:2375");

        assertThat(jobs.source).isEqualTo(new Source.Docker(Optional.of("tcp://127.0.0.1:2375")));
    }

    @Test
    void runNeedsExactlyOneSource() {
        assertThat(command.execute("run")).isEqualTo(2);
        assertThat(command.execute("run", "--docker", "--compose", "a.yml")).isEqualTo(2);
        assertThat(jobs.source).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--http=nowhere:80",
                "--transport=kqueue",
                "--drain=soon",
                "--loops=x",
                "--loops=-1",
                "--loops=5000",
                "--trusted-proxy=10.0.0.0/99",
                "--tenancy=host",
                "--service-cluster=a/b",
                "--htp=:80"
            })
    void wrongFlagsAreUsageErrors(String flag) {
        assertThat(command.execute("demo", flag)).isEqualTo(2);

        assertThat(err.toString()).startsWith("sluice: ").contains("try 'sluice demo --help'");
        assertThat(jobs.settings).isNull();
    }

    @Test
    void unknownVerbsSuggestTheNearest() {
        assertThat(command.execute("rotes")).isEqualTo(2);

        assertThat(err.toString()).contains("routes");
    }

    @Test
    void everyVerbHasHelpWithAnExample() {
        for (String verb : command.getSubcommands().keySet()) {
            StringWriter text = new StringWriter();
            command.getSubcommands().get(verb).setOut(new PrintWriter(text));

            assertThat(command.execute(verb, "--help")).isZero();
            assertThat(text.toString()).contains("Examples:", "sluice " + verb);
        }
    }

    @Test
    void anUnreachableAdminListenerSaysHowToStartOne() {
        assertThat(command.execute("routes", "--admin", "127.0.0.1:1")).isEqualTo(1);

        assertThat(err.toString()).contains("no admin listener answers at 127.0.0.1:1", "sluice demo", "--admin");
    }

    @Test
    void versionPrintsEveryFormat() {
        command.execute("version", "-o", "json");
        command.execute("version", "-o", "yaml");
        command.execute("version");

        assertThat(out.toString()).contains("\"commit\" : \"abc\"", "version: \"1.2.3\"", "sluice/1.2.3 (abc)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionNamesTheVerbs(String shell) {
        assertThat(command.execute("completion", shell)).isZero();

        assertThat(out.toString()).contains("complete ", "explain", "healthcheck");
    }

    @Test
    void validateFailsOnFindings() {
        jobs.errors = List.of(
                new ConfigError(ConfigError.Severity.ERROR, "bad", "web", "l", "pom.xml:1:1", "no\nway", "do so"));

        assertThat(command.execute("validate", "pom.xml")).isEqualTo(1);

        assertThat(out.toString()).contains("pom.xml:1:1", "no\\u000away", "do so");
    }

    @Test
    void validatesAsTheProxyOfAServiceClusterWould() {
        command.execute("validate", "pom.xml", "--service-cluster", "east");

        assertThat(jobs.routing).isEqualTo(new RoutingOptions("east", Tenancy.NONE, Set.of()));
    }

    @Test
    void validateLooksForSecretsWhereToldTo() {
        command.execute("validate", "pom.xml", "--cert-dir", "my-secrets");

        assertThat(jobs.secrets).isEqualTo(Path.of("my-secrets"));
    }

    /// As the environment variable of a flag does.
    @ParameterizedTest
    @ValueSource(strings = {"--via", "--underscores-in-headers", "--hide-info-headers"})
    @SuppressWarnings("NullAway") // null is how a provider says that it has none
    void aFlagSaysYesWhereTheEnvironmentDoesToo(String flag) {
        command.setDefaultValueProvider(argument ->
                argument instanceof OptionSpec option && option.longestName().equals(flag) ? "true" : null);

        command.execute("run", "--docker");
        ProxySettings byEnvironment = jobs.settings;
        command.execute("run", "--docker", flag);

        assertThat(jobs.settings.heads()).isEqualTo(byEnvironment.heads());
        assertThat(jobs.settings.infoHeaders()).isEqualTo(byEnvironment.infoHeaders());
        assertThat(new HeadOptions(false, false).equals(byEnvironment.heads()) && byEnvironment.infoHeaders())
                .as("%s is the default", flag)
                .isFalse();
    }

    @Test
    void theDemoRedirectsToWhereItListens() {
        command.execute("demo", "--https", "127.0.0.1:9443");
        assertThat(jobs.settings.withTlsWhereItListens().routing().httpsPort()).isEqualTo(9443);

        command.execute("demo", "--https", "127.0.0.1:9443", "--public-https-port", "8444");
        assertThat(jobs.settings.withTlsWhereItListens().routing().httpsPort()).isEqualTo(8444);

        command.execute("demo", "--https", "none");
        assertThat(jobs.settings.withTlsWhereItListens().routing().httpsPort()).isEqualTo(443);
    }

    @Test
    void validateOfAMissingFileSaysSo() {
        assertThat(command.execute("validate", "missing.yml")).isEqualTo(1);

        assertThat(err.toString()).contains("cannot read missing.yml");
    }

    @Test
    void printsNoColoursWhenToldSo() {
        command.execute("--help");

        assertThat(out.toString()).doesNotContain("\u001b");
    }

    /// What control planes decide does nothing on a proxy, and may have been meant to keep something closed.
    @Test
    void proxyRefusesFlagsOfControlPlanes() {
        for (String flag : List.of(
                "--service-cluster=a",
                "--tenancy=stack",
                "--wildcard-tenants=a",
                "--public-https-port=443",
                "--cert-dir=/tmp")) {
            assertThat(command.execute("proxy", "--control=127.0.0.1:1", "--join-token-file=token", flag))
                    .as(flag)
                    .isNotZero();
            assertThat(err.toString()).contains(flag.replaceFirst("=.*", "") + " does nothing here");
        }
    }
}
