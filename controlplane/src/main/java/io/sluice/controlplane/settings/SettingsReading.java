package io.sluice.controlplane.settings;

import java.util.List;

import io.sluice.controlplane.config.ConfigError;

/// What came of reading a file.
public sealed interface SettingsReading {

    /// @param remarks on keys that are not used as written; none is an error
    record Loaded(FileSettings settings, List<ConfigError> remarks) implements SettingsReading {
        public Loaded {
            remarks = List.copyOf(remarks);
        }
    }

    /// @param errors at least one of them an error
    record Invalid(List<ConfigError> errors) implements SettingsReading {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
