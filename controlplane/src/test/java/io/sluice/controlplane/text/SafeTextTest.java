package io.sluice.controlplane.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTest {

    @Test
    void escapesWhatForgesLinesOrDrivesTerminals() {
        assertThat(SafeText.oneLine("a\nb\u001b[31m\u202e\u2028\u0085\ud800"))
                .isEqualTo("a\\u000ab\\u001b[31m\\u202e\\u2028\\u0085\\ud800");
    }

    @Test
    void leavesLettersOfEveryScript() {
        assertThat(SafeText.oneLine("größe 東京 🚀")).isEqualTo("größe 東京 🚀");
    }
}
