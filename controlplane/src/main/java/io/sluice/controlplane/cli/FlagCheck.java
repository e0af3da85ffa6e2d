package io.sluice.controlplane.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.settings.Placed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Tells which flags of a file do not exist or have unusable values, by the converters that read the command line. An
/// unknown name is an error, not a warning: it may have been meant to keep something closed.
record FlagCheck(CommandSpec command) {

    /// They say where to read, or are nothing for a file.
    private static final Set<String> NOT_IN_FILES = Set.of("config", "compose", "help");

    List<ConfigError> errors(Map<String, Placed> flags) {
        List<ConfigError> errors = new ArrayList<>();
        flags.forEach((name, value) -> {
            OptionSpec option = NOT_IN_FILES.contains(name) ? null : command.findOption("--" + name);
            if (option == null) {
                errors.add(error(
                        value,
                        "unknown-key",
                        "no flag has this name",
                        NearestName.hint(name, names(), "known are the flags of 'sluice run --help'")));
            } else {
                problem(option, value.text())
                        .ifPresent(problem -> errors.add(error(value, "invalid-value", problem, "")));
            }
        });
        return errors;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        command.options().forEach(option -> names.add(option.longestName().replaceFirst("^-+", "")));
        names.removeAll(NOT_IN_FILES);
        return names;
    }

    private static Optional<String> problem(OptionSpec option, String text) {
        if (isBoolean(option)) {
            return text.equals("true") || text.equals("false")
                    ? Optional.empty()
                    : Optional.of(Printable.quoted(text) + " is neither true nor false");
        }
        ITypeConverter<?> @Nullable [] converters = option.converters();
        if (converters == null || converters.length == 0) {
            return Optional.empty();
        }
        String separator = option.splitRegex();
        String[] parts = separator == null || separator.isEmpty() ? new String[] {text} : text.split(separator, -1);
        for (String part : parts) {
            try {
                converters[0].convert(part);
            } catch (Exception e) { // as the interface declares; what converters throw says what is wrong
                return Optional.of(Printable.escaped(String.valueOf(e.getMessage())));
            }
        }
        return Optional.empty();
    }

    private static boolean isBoolean(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    private static ConfigError error(Placed value, String code, String message, String hint) {
        return new ConfigError(
                Severity.ERROR, code, "", Printable.escaped(value.key()), value.position(), message, hint);
    }
}
