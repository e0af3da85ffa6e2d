package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.List;

import io.sluice.dataplane.model.Cors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.assertFallsBack;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class CorsLabelsTest {

    @Test
    void isOffWithoutOrigins() {
        assertThat(clean(routed()).policy().cors()).isNull();
        assertThat(codes(routed("cors_methods", "PUT", "cors_max_age", "1h"))).isEqualTo("no-effect no-effect");
    }

    @Test
    void readsEverything() {
        assertThat(clean(routed(
                                "cors_origins", "https://App.example.com:443, http://localhost:3000/",
                                "cors_methods", "put, DELETE",
                                "cors_headers", "Content-Type,X-Requested-With",
                                "cors_credentials", "true",
                                "cors_max_age", "1h"))
                        .policy()
                        .cors())
                .isEqualTo(new Cors(
                        List.of("https://app.example.com", "http://localhost:3000"),
                        List.of("PUT", "DELETE"),
                        List.of("Content-Type", "X-Requested-With"),
                        true,
                        Duration.ofHours(1)));
    }

    @Test
    void readsAnyOrigin() {
        assertThat(clean(routed("cors_origins", "*")).policy().cors())
                .isEqualTo(new Cors(List.of("*"), List.of(), List.of(), false, Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "app.example.com, invalid-url",
        "null, invalid-url",
        "https://*.example.com, invalid-url",
        "https://a.local/app, invalid-origin",
        "https://a.local?x, invalid-origin"
    })
    void badOriginsMayNot(String value, String code) {
        assertFallsBack("cors_origins", value, code);
    }

    @Test
    void badItemsAreLeftOut() {
        LabelReading reading = routed(
                "cors_origins", "https://a.local,b.local",
                "cors_methods", "PUT,*",
                "cors_headers", "X A,X-B",
                "cors_max_age", "2d");

        assertThat(accepted(reading).policy().cors())
                .isEqualTo(new Cors(
                        List.of("https://a.local"), List.of("PUT"), List.of("X-B"), false, Duration.ofMinutes(10)));
        assertThat(codes(reading)).isEqualTo("invalid-header invalid-duration invalid-method invalid-url");
    }

    @Test
    void credentialsNeedOriginsByName() {
        LabelReading reading = routed("cors_origins", "*,https://a.local", "cors_credentials", "true");

        assertThat(accepted(reading).policy().cors())
                .extracting(Cors::credentials)
                .isEqualTo(false);
        assertThat(codes(reading)).isEqualTo("credentials-for-any");
    }
}
