package io.sluice.controlplane.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "8080, 0.0.0.0:8080",
        ":8080, 0.0.0.0:8080",
        "127.0.0.1:0, 127.0.0.1:0",
        "localhost:80, 127.0.0.1:80",
        "[::1]:8080, [0:0:0:0:0:0:0:1]:8080",
        "[::]:443, [0:0:0:0:0:0:0:0]:443",
    })
    void readsEveryForm(String text, String expected) {
        assertThat(AddressText.format(AddressText.parse(text, "0.0.0.0"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "host.example:80", "::1:80", "1.2.3.4", "1.2.3.4:", "1.2.3:80", ":65536", ":-1", ":http"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> AddressText.parse(text, "0.0.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
