package io.sluice.controlplane.compose;

import java.nio.file.Path;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComposeSecretsTest {

    private static ComposeReading read(String secrets) {
        return ComposeFile.parse(
                "/srv/stack.yml", "services:\n  web: {}\nsecrets:\n" + secrets, Map.of("DIR", "/keys"));
    }

    private static Map<String, Path> files(String secrets) {
        return ((ComposeReading.Loaded) read(secrets)).state().secretFiles();
    }

    @Test
    void filesAreRelativeToTheComposeFile() {
        assertThat(files("  a: {file: ./certs/a.pem}\n  b: {file: /b.pem}\n  c: {file: '${DIR}/c.pem', name: other}\n"))
                .isEqualTo(Map.of(
                        "a", Path.of("/srv/certs/a.pem"),
                        "b", Path.of("/b.pem"),
                        "c", Path.of("/keys/c.pem"),
                        "other", Path.of("/keys/c.pem")));
    }

    @Test
    void secretsWithoutAFileAreLookedForElsewhere() {
        assertThat(files("  a: {external: true}\n  b: {environment: B}\n  c:\n"))
                .isEmpty();
    }

    @Test
    void whatIsNoPathIsNamed() {
        assertThat(read("  a: {file: \"a\\0b\"}\n"))
                .isInstanceOfSatisfying(
                        ComposeReading.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(ConfigError::code)
                                .containsExactly("bad-path"));
        assertThat(read("  a: {file: [x]}\n")).isInstanceOf(ComposeReading.Invalid.class);
        assertThat(read("  - a\n")).isInstanceOf(ComposeReading.Invalid.class);
    }
}
