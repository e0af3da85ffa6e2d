package io.sluice.controlplane.labels;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.PublishedPort;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import io.sluice.dataplane.model.HostPattern;

import static org.assertj.core.api.Assertions.assertThat;

/// Reads labels for tests. The position of each label is `stack.yml:` and the last part of its key.
final class Readings {

    private Readings() {}

    /// Of a service that is routed, and has these labels too.
    ///
    /// @param namesAndValues without the prefix, alternating
    static LabelReading routed(String... namesAndValues) {
        Map<String, String> labels = new LinkedHashMap<>(Map.of(key("hosts"), "a.local", key("port"), "80"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(key(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return read(labels);
    }

    static String key(String name) {
        return "com.docker.lb." + name;
    }

    /// @param labels by whole key
    static LabelReading read(Map<String, String> labels) {
        return LabelParser.read(service("web", labels));
    }

    static Service service(String name, Map<String, String> labels, PublishedPort... ports) {
        Map<String, Label> positioned = new HashMap<>();
        labels.forEach((key, value) -> positioned.put(key, new Label(value, position(key))));
        return new Service(
                "id",
                name,
                1,
                Instant.EPOCH,
                positioned,
                EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(ports),
                UpdateState.NONE);
    }

    private static String position(String key) {
        return "stack.yml:"
                + Printable.escaped(key.substring(key.lastIndexOf('.') + 1).strip());
    }

    /// Fails unless the service is routed.
    static LabelSet accepted(LabelReading reading) {
        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        return ((LabelReading.Accepted) reading).labels();
    }

    /// Fails unless the service is routed and nothing is reported.
    static LabelSet clean(LabelReading reading) {
        assertThat(errors(reading)).isEmpty();
        return accepted(reading);
    }

    static List<ConfigError> errors(LabelReading reading) {
        return switch (reading) {
            case LabelReading.Silent() -> List.of();
            case LabelReading.Refused refused -> refused.errors();
            case LabelReading.Accepted accepted -> accepted.errors();
        };
    }

    /// Fails unless there is exactly one.
    static ConfigError onlyError(LabelReading reading) {
        assertThat(errors(reading)).hasSize(1);
        return errors(reading).getFirst();
    }

    static String codes(LabelReading reading) {
        return errors(reading).stream().map(ConfigError::code).collect(Collectors.joining(" "));
    }

    static String hosts(LabelReading reading) {
        List<HostPattern> hosts = switch (reading) {
            case LabelReading.Silent() -> List.of();
            case LabelReading.Refused refused -> refused.hosts();
            case LabelReading.Accepted accepted -> accepted.labels().hosts();
        };
        return hosts.stream().map(HostPattern::toString).collect(Collectors.joining(" "));
    }

    /// The service is not routed, for the one reason that is reported of the one label.
    static void assertRefuses(String name, String value, String code) {
        LabelReading reading = routed(name, value);
        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertFault(onlyError(reading), ConfigError.Severity.ERROR, name, code);
    }

    /// The service is routed as without the label, and told why.
    static void assertFallsBack(String name, String value, String code) {
        LabelReading reading = routed(name, value);
        assertThat(accepted(reading)).isEqualTo(accepted(routed()));
        assertFault(onlyError(reading), ConfigError.Severity.WARNING, name, code);
        assertThat(onlyError(reading).message()).contains("; ");
    }

    private static void assertFault(ConfigError error, ConfigError.Severity severity, String name, String code) {
        assertThat(error.severity()).isEqualTo(severity);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.service()).isEqualTo("web");
        assertThat(error.label()).isEqualTo(key(name));
        assertThat(error.position()).isEqualTo("stack.yml:" + name.substring(name.lastIndexOf('.') + 1));
        assertThat(error.message()).isNotEmpty();
        assertThat(error.hint()).isNotEmpty();
    }
}
