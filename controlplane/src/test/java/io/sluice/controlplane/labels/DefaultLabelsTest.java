package io.sluice.controlplane.labels;

import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultLabelsTest {

    @ParameterizedTest
    @CsvSource({
        "timeout_connect, 5s",
        "timeout_request, 10m",
        "max_body, 33554432",
        "balance, ip_hash",
        "retries, 0",
        "retry_on, reset",
        "rate_limit_burst, 5",
        "compress, true"
    })
    void goodDefaultsPass(String name, String value) {
        assertThat(DefaultLabels.check(name, value, "config.toml:1:1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "timeout_connect, soon, invalid-duration",
        "max_body, much, invalid-size",
        "hosts, a.local, no-default-label",
        "port, 80, no-default-label",
        "basic_auth, a:b, no-default-label",
        "time_out, 1s, no-default-label"
    })
    void badDefaultsAreErrorsWithTheirPlace(String name, String value, String code) {
        assertThat(DefaultLabels.check(name, value, "config.toml:1:1"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(code);
                    assertThat(error.severity()).isEqualTo(ConfigError.Severity.ERROR);
                    assertThat(error.position()).isEqualTo("config.toml:1:1");
                });
    }

    @Test
    void aServicesOwnLabelWins() {
        assertThat(DefaultLabels.merge(Map.of("retries", "1"), Map.of("retries", "5", "max_body", "1m")))
                .isEqualTo(Map.of("retries", "1", "max_body", "1m"));
    }

    @ParameterizedTest
    @CsvSource({"ip_hash, false", "sticky, cookie:a", "sticky_session_cookie, A", "backend_mode, vip"})
    void ownPickingLeavesNoRoomForADefault(String name, String value) {
        assertThat(DefaultLabels.merge(Map.of(name, value), Map.of("balance", "ip_hash")))
                .isEqualTo(Map.of(name, value));
    }
}
