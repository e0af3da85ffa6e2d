package io.sluice.controlplane.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.sluice.controlplane.compose.ComposeFile;
import io.sluice.controlplane.compose.ComposeReading;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.convert.ConfigPrinter;
import io.sluice.controlplane.convert.TraefikLabels;
import io.sluice.controlplane.convert.TraefikLabels.Converted;
import io.sluice.controlplane.settings.FileSettings;
import io.sluice.controlplane.settings.SettingsFile;
import io.sluice.controlplane.settings.SettingsReading;
import io.sluice.controlplane.swarm.Service;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        description =
                "Prints what Interlock's config.toml, or a Compose file with Traefik's deploy.labels, is for Sluice;"
                        + " comments say what could not be carried over, and then the exit is 1.",
        footer = {"", "Examples:", "  sluice convert config.toml > sluice.toml", "  sluice convert stack.yml"})
final class ConvertCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A file with the ending .toml, or a Compose file")
    private Path file = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    ConvertCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".toml") ? config() : stack();
    }

    private int config() {
        return switch (SettingsFile.load(file)) {
            case SettingsReading.Invalid(List<ConfigError> errors) -> throw unusable(errors);
            case SettingsReading.Loaded(FileSettings settings, List<ConfigError> remarks) -> {
                print(ConfigPrinter.lines(settings, remarks));
                yield remarks.stream().anyMatch(remark -> remark.severity() != ConfigError.Severity.NOTICE) ? 1 : 0;
            }
        };
    }

    private int stack() {
        return switch (ComposeFile.load(file, environment)) {
            case ComposeReading.Invalid invalid -> throw unusable(invalid.errors());
            case ComposeReading.Loaded loaded -> {
                List<String> leftOver = new ArrayList<>();
                List<String> lines = new ArrayList<>(List.of("services:"));
                loaded.state().services().forEach(service -> service(service, lines, leftOver));
                leftOver.forEach(what -> lines.add("# " + what));
                print(lines);
                yield leftOver.isEmpty() ? 0 : 1;
            }
        };
    }

    private static void service(Service service, List<String> lines, List<String> leftOver) {
        Map<String, String> labels = new TreeMap<>();
        service.labels().forEach((key, label) -> labels.put(key, label.value()));
        Converted converted = TraefikLabels.convert(labels);
        converted.leftOver().forEach(what -> leftOver.add(service.name() + ": " + Printable.escaped(what)));
        if (converted.labels().isEmpty()) {
            return;
        }
        lines.add("  " + service.name() + ":");
        lines.add("    deploy:");
        lines.add("      labels:");
        converted
                .labels()
                .forEach((name, value) -> lines.add("        " + ConfigPrinter.quoted(Service.Label.PREFIX + name)
                        + ": " + ConfigPrinter.quoted(value.replace("$", "$$"))));
    }

    private CommandException unusable(List<ConfigError> errors) {
        if (spec != null) {
            errors.forEach(spec.commandLine().getErr()::println);
        }
        return new CommandException(file + " cannot be converted as it is", "correct the errors first");
    }

    private void print(List<String> lines) {
        if (spec == null) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }
}
