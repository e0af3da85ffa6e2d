package io.sluice.controlplane.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SizeTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1b, 1",
        "' 1 ', 1",
        "1k, 1024",
        "1K, 1024",
        "1kb, 1024",
        "1KiB, 1024",
        "1 MiB, 1048576",
        "32m, 33554432",
        "1g, 1073741824",
        "1024t, 1125899906842624"
    })
    void reads(String text, long bytes) {
        assertThat(SizeText.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "k", "-1", "1.5m", "1x", "1bb", "1ib", "1kk", "1025t", "999999999999999g", "１k", "1m1k"})
    void refuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SizeText.parse(text))
                .withMessageContaining("'" + text + "'");
    }
}
