package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.assertFallsBack;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.onlyError;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class HealthLabelsTest {

    @Test
    void aPathTurnsChecksOn() {
        assertThat(clean(routed()).healthCheck()).isEmpty();
        assertThat(clean(routed("health_path", "/health")).healthCheck())
                .contains(new HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2), 200, 399));
    }

    @Test
    void readsEverything() {
        assertThat(clean(routed(
                                "health_path", "/health?full=1",
                                "health_interval", "30s",
                                "health_timeout", "500ms",
                                "health_status", "200-299"))
                        .healthCheck())
                .contains(new HealthCheck("/health?full=1", Duration.ofSeconds(30), Duration.ofMillis(500), 200, 299));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health", "http://a.local/health", "/a b", "/health#x", "/health?a b", "/../x"})
    void aBadPathMeansNoChecks(String value) {
        assertFallsBack("health_path", value, "invalid-path");
    }

    @ParameterizedTest
    @CsvSource({"200, 200, 200", "200-399, 200, 399", "200 - 204, 200, 204"})
    void readsStatuses(String value, int low, int high) {
        Optional<HealthCheck> check =
                clean(routed("health_path", "/", "health_status", value)).healthCheck();

        assertThat(check).get().extracting(HealthCheck::minStatus).isEqualTo(low);
        assertThat(check).get().extracting(HealthCheck::maxStatus).isEqualTo(high);
    }

    @ParameterizedTest
    @CsvSource({
        "health_status, 399-200, invalid-status",
        "health_status, 100-399, invalid-status",
        "health_status, 200-600, invalid-status",
        "health_status, 2xx, invalid-status",
        "health_status, '200,204', invalid-status",
        "health_interval, 999ms, invalid-duration",
        "health_interval, 0, invalid-duration",
        "health_interval, 2h, invalid-duration",
        "health_timeout, 1ms, invalid-duration",
        "health_timeout, x, invalid-duration"
    })
    void badValuesAreTheDefaults(String name, String value, String code) {
        LabelReading reading = routed("health_path", "/", name, value);

        assertThat(accepted(reading)).isEqualTo(clean(routed("health_path", "/")));
        assertThat(onlyError(reading).code()).isEqualTo(code);
        assertThat(onlyError(reading).message()).contains("'" + value + "'", "the default holds");
    }

    @Test
    void theTimeoutIsAtMostTheInterval() {
        assertThat(clean(routed("health_path", "/", "health_interval", "1s")).healthCheck())
                .get()
                .extracting(HealthCheck::timeout)
                .isEqualTo(Duration.ofSeconds(1));

        LabelReading reading = routed("health_path", "/", "health_interval", "1s", "health_timeout", "5s");
        assertThat(accepted(reading).healthCheck())
                .get()
                .extracting(HealthCheck::timeout)
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(codes(reading)).isEqualTo("long-timeout");
    }

    @Test
    void withoutAPathTheOthersHaveNoEffect() {
        assertThat(codes(routed("health_interval", "5s", "health_status", "200")))
                .isEqualTo("no-effect no-effect");
    }
}
