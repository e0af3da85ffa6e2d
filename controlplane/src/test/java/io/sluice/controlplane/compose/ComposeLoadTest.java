package io.sluice.controlplane.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ComposeLoadTest {

    @TempDir
    private Path directory;

    @Test
    void loadsAFile() throws IOException {
        Path file = write("services: {web: {x-sluice: {tasks: ['127.0.0.1:1']}}}".getBytes(StandardCharsets.UTF_8));

        assertThat(ComposeFile.load(file, Map.of()))
                .isInstanceOfSatisfying(
                        ComposeReading.Loaded.class,
                        loaded -> assertThat(loaded.state().tasks()).hasSize(1));
    }

    @Test
    void aMissingFileIsAnError() {
        assertThat(error(directory.resolve("none.yml")).code()).isEqualTo("no-file");
    }

    @Test
    void aDirectoryIsAnError() {
        ConfigError error = error(directory);

        assertThat(error.code()).isEqualTo("not-a-file");
        assertThat(error.message()).contains("directory");
        assertThat(error.position()).isEqualTo(directory.toString());
    }

    @Test
    void anEmptyFileIsAnError() throws IOException {
        assertThat(error(write(new byte[0])).code()).isEqualTo("empty-file");
    }

    @Test
    void aFileThatIsNotUtf8IsAnErrorWithItsPlace() throws IOException {
        Path file = write("services:\n  b\u00fccher: {}\n".getBytes(StandardCharsets.ISO_8859_1));

        ConfigError error = error(file);

        assertThat(error.code()).isEqualTo("not-utf-8");
        assertThat(error.position()).isEqualTo(file + ":2:4");
        assertThat(error.message()).contains("0xfc");
    }

    @Test
    void aCharacterCutInHalfAtTheEndIsAnError() throws IOException {
        assertThat(error(write(new byte[] {'#', (byte) 0xc3})).code()).isEqualTo("not-utf-8");
    }

    @Test
    void aHugeFileIsAnErrorAndNotRead() throws IOException {
        assertThat(error(write(new byte[ComposeFile.MAX_BYTES + 2])).code()).isEqualTo("file-too-large");
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("stack.yml"), bytes);
    }

    private static ConfigError error(Path file) {
        ComposeReading reading = ComposeFile.load(file, Map.of());
        assertThat(reading).isInstanceOf(ComposeReading.Invalid.class);
        return ((ComposeReading.Invalid) reading).errors().getFirst();
    }
}
