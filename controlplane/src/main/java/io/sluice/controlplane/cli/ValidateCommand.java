package io.sluice.controlplane.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.controlplane.config.ConfigError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Checks a Compose file as 'run --compose' would read it, or a config.toml as '--config' would;"
                + " exit 1 when anything is worse than a notice.",
        footer = {
            "",
            "Examples:",
            "  sluice validate stack.yml",
            "  sluice validate stack.yml -o json",
            "  sluice validate config.toml",
            "  sluice validate stack.yml --service-cluster east",
            "  sluice validate stack.yml --cert-dir secrets"
        })
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A Compose file, or a config file with the ending .toml")
    private Path file = Path.of("");

    @Mixin
    private RoutingFlags routing = new RoutingFlags();

    @Option(
            names = "--cert-dir",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:SLUICE_CERT_DIR:-/run/secrets}",
            description =
                    "Where the secrets are that labels name, each in a file of its name. Default: ${DEFAULT-VALUE}"
                            + " [SLUICE_CERT_DIR]")
    private Path secrets = TlsSettings.DEFAULT.certDirectory();

    @Mixin
    private Output output = new Output();

    private final Jobs jobs;

    ValidateCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() {
        if (!Files.isReadable(file)) {
            throw new CommandException("cannot read " + file, "name a Compose file that exists and may be read");
        }
        List<ConfigError> errors = isToml() ? ConfigFile.check(file) : jobs.validate(file, routing.options(), secrets);
        return print(output, errors, file + ": good");
    }

    /// @param good what is said when there are none
    /// @return the exit code
    static int print(Output output, List<ConfigError> errors, String good) {
        ObjectNode document = document(errors);
        if (errors.isEmpty()) {
            output.print(document, List.of(good), false);
            return 0;
        }
        output.print(document, ErrorsCommand.TABLE);
        return ErrorsCommand.findings(document) ? 1 : 0;
    }

    private boolean isToml() {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".toml");
    }

    private static ObjectNode document(List<ConfigError> errors) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode list = document.putArray("errors");
        for (ConfigError error : errors) {
            list.addObject()
                    .put("severity", error.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", error.code())
                    .put("service", error.service())
                    .put("label", error.label())
                    .put("position", error.position())
                    .put("message", error.message())
                    .put("hint", error.hint());
        }
        return document;
    }
}
