package io.sluice.controlplane.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTest {

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Printable.quoted("Grüße, app.example.com: 8080 日本 🚀"))
                .isEqualTo("'Grüße, app.example.com: 8080 日本 🚀'");
    }

    @Test
    void escapesWhatCouldForgeALineOrDriveATerminal() {
        assertThat(Printable.escaped("a\r\nb\tc\u0000\u001b[2J\u007f\u0085\u2028\u202e\ud800"))
                .isEqualTo("a\\r\\nb\\tc\\u0000\\u001b[2J\\u007f\\u0085\\u2028\\u202e\\ud800");
    }

    @Test
    void cutsLongText() {
        String escaped = Printable.escaped("\n".repeat(100_000));

        assertThat(escaped).hasSizeLessThan(140).endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "a\rb", "\t", "\u0000", "\u001b", "\u007f", "\u009f", "\u2028", "\u2029"})
    void findsControls(String text) {
        assertThat(Printable.hasControl(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "app.example.com", "é", "🚀"})
    void findsNoControlsInOrdinaryText(String text) {
        assertThat(Printable.hasControl(text)).isFalse();
    }
}
