package io.sluice.controlplane.labels;

import io.sluice.controlplane.config.ConfigError.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.errors;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

/// Labels that route nothing are told of, and harm nothing.
class LabelNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"l4.5432", "l4.53/udp"})
    void knownButNotAppliedLabelsAreReported(String name) {
        LabelReading reading = routed(name, "x");

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.code()).isEqualTo("not-applied");
            assertThat(error.label()).isEqualTo("com.docker.lb." + name);
            assertThat(error.hint()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "host, 'hosts'",
        "Port, 'port'",
        "back_end_mode, 'backend_mode'",
        "stickysessioncookie, 'sticky_session_cookie'",
        "request_headers.X-A, 'request_header.X-A'",
        "respons_header.X-A, 'response_header.X-A'",
        "l5.80, 'l4.80'",
        "helth_path, 'health_path'",
        "whatever_this_is, README",
        "'', README"
    })
    void unknownLabelsAreReportedWithTheNearestName(String name, String hint) {
        LabelReading reading = routed(name, "x");

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.code()).isEqualTo("unknown-label");
            assertThat(error.hint()).contains(hint);
        });
    }
}
