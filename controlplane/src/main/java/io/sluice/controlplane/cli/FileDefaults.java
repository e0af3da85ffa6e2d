package io.sluice.controlplane.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Values of flags from a file: for those that neither the command line nor the environment gives.
///
/// @param values by name without dashes
/// @param given names with dashes of what stands on the command line
record FileDefaults(Map<String, String> values, Set<String> given, Map<String, String> environment)
        implements IDefaultValueProvider {

    @Override
    @SuppressWarnings("NullAway") // null is how a provider says that it has none
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || given.contains(option.longestName())
                || environment.containsKey(variable(option.longestName()))) {
            return null;
        }
        return values.get(option.longestName().substring(2));
    }

    /// `--trusted-proxy` as `SLUICE_TRUSTED_PROXY`.
    static String variable(String option) {
        return "SLUICE_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
