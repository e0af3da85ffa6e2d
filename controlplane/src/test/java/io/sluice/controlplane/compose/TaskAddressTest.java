package io.sluice.controlplane.compose;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TaskAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9001, 127.0.0.1, 9001",
        "10.0.0.5:1, 10.0.0.5, 1",
        "[::1]:65535, ::1, 65535",
        "[fd00::5]:80, fd00::5, 80"
    })
    void readsLiterals(String text, String address, int port) {
        assertThat(TaskAddress.of(text)).isEqualTo(new TaskAddress.Valid(InetAddress.ofLiteral(address), port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "9001",
                ":9001",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:0",
                "127.0.0.1:65536",
                "127.0.0.1:999999",
                "127.0.0.1:-1",
                "127.0.0.1:80a",
                "256.0.0.1:80",
                "1.2.3:80",
                "1:80",
                "1.2.3.4.5:80",
                "::1:80",
                "::1",
                "[::1]",
                "[]:80",
                "[::g]:80",
                "[127.0.0.1]:80",
                "[fe80::1%lo]:80",
                "[::1:80",
                "localhost:9001",
                "web:9001",
                "http://127.0.0.1:80",
                "127.0.0.1:80/x",
                "127.0.0.1 :80",
                "１.2.3.4:80"
            })
    void refusesEverythingElse(String text) {
        assertThat(TaskAddress.of(text)).isInstanceOfSatisfying(TaskAddress.Invalid.class, invalid -> {
            assertThat(invalid.problem()).isNotEmpty();
            assertThat(invalid.hint()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9001", "web.internal:80"})
    void saysThatNamesAreNotLookedUp(String text) {
        assertThat(TaskAddress.of(text))
                .isInstanceOfSatisfying(
                        TaskAddress.Invalid.class,
                        invalid -> assertThat(invalid.problem()).contains("names are not looked up"));
    }
}
