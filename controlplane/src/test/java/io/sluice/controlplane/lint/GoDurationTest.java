package io.sluice.controlplane.lint;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({"30s, 30000", "1m30s, 90000", "1h, 3600000", "250ms, 250", "0s, 0"})
    void readsWhatStackFilesHave(String text, long millis) {
        assertThat(GoDuration.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "1d", "30s!", "${GRACE}", "-1s"})
    void leavesAloneWhatItCannotRead(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Test
    void anAbsurdNumberIsNone() {
        assertThat(GoDuration.parse("1".repeat(40) + "s")).isEmpty();
    }
}
