package io.sluice.controlplane.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.config.ConfigError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/// The verbs that are given a config or stack file.
class FileVerbsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final RecordingJobs jobs = new RecordingJobs();
    private final CommandLine command = SluiceCommand.create(
                    jobs, new BuildInfo("1.2.3", "abc"), Map.of("NO_COLOR", "1"))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    @Test
    void runsWithAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), "Nonsense = 1\n[Sluice]\nloops = 3\n");

        assertThat(command.execute("run", "--docker", "--config", file.toString()))
                .isZero();
        assertThat(jobs.settings.loops()).isEqualTo(3);
        assertThat(jobs.file).isNotNull();
        assertThat(jobs.remarks).extracting(ConfigError::code).containsExactly("unknown-key");
    }

    @Test
    void refusesAnInvalidFileWithAllErrors(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), "PollInterval = true\nDockerURL = 3\n");

        assertThat(command.execute("run", "--docker", "--config", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains(":1:", ":2:", "has 2 errors", "sluice validate");
        assertThat(jobs.settings).isNull();
    }

    @Test
    void validatesConfigFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), "[Sluice]\nloops = 3\n");
        Path wrong = Files.writeString(folder.resolve("wrong.toml"), "[Sluice]\nlops = 3\n");

        assertThat(command.execute("validate", file.toString())).isZero();
        assertThat(command.execute("validate", wrong.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("'loops'");
    }

    @Test
    void convertsInterlocksConfig(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.toml"),
                "Extensions.a.Config = {HideInfoHeaders = true, HTTPOptions = [\"x\"]}\n");

        assertThat(command.execute("convert", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("[Sluice]", "hide-info-headers = \"true\"", "# ", "HTTPOptions");
    }

    @Test
    void convertsTraefiksLabels(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("stack.yml"), """
                services:
                  web:
                    deploy:
                      labels:
                        traefik.http.routers.web.rule: Host(`a.local`)
                        traefik.http.services.web.loadbalancer.server.port: "80"
                  other: {}
                """);

        assertThat(command.execute("convert", file.toString())).isZero();
        assertThat(out.toString())
                .contains("  web:", "\"com.docker.lb.hosts\": \"a.local\"", "\"com.docker.lb.port\": \"80\"")
                .doesNotContain("other");
    }

    @Test
    void convertsNothingThatIsWrong(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("stack.yml"), "services: [");

        assertThat(command.execute("convert", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("cannot be converted");
    }
}
