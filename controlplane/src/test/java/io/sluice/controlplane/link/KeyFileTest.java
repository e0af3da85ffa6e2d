package io.sluice.controlplane.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;

import io.sluice.controlplane.identity.Authority;
import io.sluice.controlplane.identity.JoinToken;
import io.sluice.dataplane.model.TlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class KeyFileTest {

    private static final Authority AUTHORITY = Authority.create(InstantSource.system());
    private static final JoinToken TOKEN = AUTHORITY.newToken();
    private static final byte[] KEY = "a very private key".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private void write() {
        assertThat(KeyFile.in(directory, TOKEN).write(Map.of("web@1", new TlsIdentity(new byte[] {1}, KEY))))
                .isTrue();
    }

    @Test
    void readsWhatItWrote() {
        write();

        assertThat(KeyFile.in(directory, TOKEN).read().get("web@1").privateKey())
                .isEqualTo(KEY);
    }

    @Test
    void theFileIsItsOwnersAndSaysNothing() throws IOException {
        write();
        Path file = directory.resolve(KeyFile.NAME);

        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("private", "web");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherTokenReadsNothing() {
        write();

        assertThat(KeyFile.in(directory, AUTHORITY.newToken()).read()).isEmpty();
    }

    /// F16.
    @Test
    void aDamagedFileIsIgnored() throws IOException {
        Path file = directory.resolve(KeyFile.NAME);
        assertThat(KeyFile.in(directory, TOKEN).read()).isEmpty();
        Files.writeString(file, "short");
        assertThat(KeyFile.in(directory, TOKEN).read()).isEmpty();
        write();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] = (byte) ~bytes[bytes.length - 1];
        Files.write(file, bytes);

        assertThat(KeyFile.in(directory, TOKEN).read()).isEmpty();
    }

    /// F33.
    @Test
    void aDirectoryThatCannotBeWrittenToIsNoFailure() {
        KeyFile nowhere = KeyFile.in(directory.resolve("none"), TOKEN);

        assertThat(nowhere.write(Map.of())).isFalse();
    }
}
