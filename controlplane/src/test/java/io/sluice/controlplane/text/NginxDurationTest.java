package io.sluice.controlplane.text;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NginxDurationTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "10, PT10S",
        "0, PT0S",
        "' 10s ', PT10S",
        "2m, PT2M",
        "1m30s, PT1M30S",
        "1h0m1s500ms, PT1H1.5S",
        "1d, P1D",
        "2w, P14D",
        "1y, P365D",
        "10y, P3650D"
    })
    void reads(String text, Duration duration) {
        assertThat(NginxDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "-1s",
                "1.5s",
                "1 s",
                "30s1m",
                "1s1s",
                "10S",
                "1M",
                "１s",
                "11y",
                "9999999999",
                "999999999h"
            })
    void refuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NginxDuration.parse(text))
                .withMessageContaining("'" + text + "'");
    }
}
