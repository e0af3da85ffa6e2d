package io.sluice.controlplane.config;

import java.util.List;
import java.util.stream.Stream;

import io.sluice.controlplane.config.ConfigError.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigErrorTest {

    @Test
    void printsPlaceFirstAndRemedyLast() {
        ConfigError error = new ConfigError(
                Severity.ERROR,
                "invalid-port",
                "web",
                "com.docker.lb.port",
                "stack.yml:7:9",
                "'x' is not a port",
                "write a number");

        assertThat(error)
                .hasToString("stack.yml:7:9: error: service web: com.docker.lb.port: 'x' is not a port"
                        + " (write a number) [invalid-port]");
    }

    @Test
    void leavesOutWhatThereIsNot() {
        ConfigError error = new ConfigError(Severity.WARNING, "some-code", "", "", "", "odd", "");

        assertThat(error).hasToString("warning: odd [some-code]");
    }

    @Test
    void ordersByServiceThenLabelThenErrorsFirst() {
        ConfigError webNotice = of(Severity.NOTICE, "web", "b");
        ConfigError webError = of(Severity.ERROR, "web", "b");
        ConfigError webA = of(Severity.WARNING, "web", "a");
        ConfigError app = of(Severity.WARNING, "app", "z");

        List<ConfigError> sorted = Stream.of(webNotice, webError, webA, app)
                .sorted(ConfigError.ORDER)
                .toList();

        assertThat(sorted).containsExactly(app, webA, webError, webNotice);
    }

    private static ConfigError of(Severity severity, String service, String label) {
        return new ConfigError(severity, "code", service, label, "", "message", "hint");
    }
}
