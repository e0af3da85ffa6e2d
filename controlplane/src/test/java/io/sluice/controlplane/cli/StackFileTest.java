package io.sluice.controlplane.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.settings.SettingsFile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The files that people deploy Sluice with say what Sluice understands.
class StackFileTest {

    private static final Path FOLDER = Path.of("deploy");

    @Test
    void commandsOfTheStackFileAreOurs() throws IOException {
        JsonNode services = new YAMLMapper()
                .readTree(FOLDER.resolve("docker-stack.yml").toFile())
                .path("services");

        assertThat(services.size()).isPositive();
        for (JsonNode service : services) {
            List<String> command = new ArrayList<>();
            service.path("command").forEach(word -> command.add(word.asText()));
            var parsed = SluiceCommand.create(Jobs.NONE, new BuildInfo("1.2.3", "abc"), Map.of())
                    .parseArgs(command.toArray(String[]::new));

            assertThat(parsed.subcommand().errors()).isEmpty();
        }
    }

    /// What the stack's services use is in the stack, too.
    @Test
    void whatServicesNameIsThere() throws IOException {
        JsonNode stack =
                new YAMLMapper().readTree(FOLDER.resolve("docker-stack.yml").toFile());

        for (JsonNode service : stack.path("services")) {
            service.path("networks")
                    .forEach(name -> assertThat(stack.path("networks").has(name.asText()))
                            .isTrue());
            service.path("secrets")
                    .forEach(name ->
                            assertThat(stack.path("secrets").has(name.asText())).isTrue());
            service.path("configs")
                    .forEach(one -> assertThat(
                                    stack.path("configs").has(one.path("source").asText()))
                            .isTrue());
        }
        assertThat(FOLDER.resolve(stack.at("/configs/config/file").asText())).exists();
    }

    @Test
    void nothingIsToBeSaidOfItsConfig() {
        assertThat(ConfigFile.check(FOLDER.resolve("config.toml")))
                .filteredOn(error -> !error.code().equals(SettingsFile.DEPLOYMENT_KEY))
                .extracting(ConfigError::toString)
                .isEmpty();
    }
}
