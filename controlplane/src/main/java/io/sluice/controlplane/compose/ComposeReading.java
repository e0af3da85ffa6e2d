package io.sluice.controlplane.compose;

import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.SwarmState;

/// What a Compose file came to. A file is taken as a whole or not at all: half a file is nobody's intention.
public sealed interface ComposeReading {

    /// @param remarks warnings and notices
    record Loaded(SwarmState state, List<ConfigError> remarks) implements ComposeReading {

        public Loaded {
            remarks = List.copyOf(remarks);
        }
    }

    /// @param errors at least one of them an error
    record Invalid(List<ConfigError> errors) implements ComposeReading {

        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
