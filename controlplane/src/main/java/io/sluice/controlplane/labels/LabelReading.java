package io.sluice.controlplane.labels;

import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.dataplane.model.HostPattern;

/// What the labels of one service came to.
public sealed interface LabelReading {

    /// No label of ours: the service asks for nothing.
    record Silent() implements LabelReading {}

    /// The service asks for traffic and cannot have it.
    ///
    /// @param hosts that could be read, for people
    /// @param errors at least one of them an error
    record Refused(List<HostPattern> hosts, BackendMode mode, List<ConfigError> errors) implements LabelReading {

        public Refused {
            hosts = List.copyOf(hosts);
            errors = List.copyOf(errors);
        }
    }

    /// @param errors what of the rest could not be used
    record Accepted(LabelSet labels, List<ConfigError> errors) implements LabelReading {

        public Accepted {
            errors = List.copyOf(errors);
        }
    }
}
