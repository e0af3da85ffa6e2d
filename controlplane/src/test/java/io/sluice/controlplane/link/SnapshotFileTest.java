package io.sluice.controlplane.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// R-CP-5 and F16.
class SnapshotFileTest {

    private static final Pieces PIECES = Pieces.of(Map.of("host/a", new byte[] {1, 2, 3}, "rest", new byte[0]));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() {
        file = directory.resolve(SnapshotFile.NAME);
        try (SnapshotFile open = SnapshotFile.in(directory)) {
            open.write(Pieces.of(Map.of()));
            open.write(PIECES);
        }
    }

    private boolean isRead() {
        try (SnapshotFile open = SnapshotFile.in(directory)) {
            return open.read().isPresent();
        }
    }

    @Test
    void keepsTheNewest() {
        try (SnapshotFile open = SnapshotFile.in(directory)) {
            assertThat(open.read().map(Pieces::id)).contains(PIECES.id());
        }
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void ignoresAMissingFile() throws IOException {
        Files.delete(file);

        assertThat(isRead()).isFalse();
    }

    @Test
    void ignoresEveryCutAndEveryChangedByte() throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            Files.write(file, Arrays.copyOf(good, i));
            assertThat(isRead()).as("cut at %d", i).isFalse();

            byte[] flipped = good.clone();
            flipped[i] ^= 0x10;
            Files.write(file, flipped);
            assertThat(isRead()).as("changed at %d", i).isFalse();
        }
    }

    @Test
    void ignoresAnotherSchema() throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, "0".repeat(64) + text.substring(64), StandardCharsets.ISO_8859_1);

        assertThat(isRead()).isFalse();
    }

    /// F33: whoever serves does not notice.
    @Test
    void survivesADirectoryThatIsNotThere() {
        try (SnapshotFile open = SnapshotFile.in(directory.resolve("none"))) {
            open.write(PIECES);

            assertThat(open.read()).isEmpty();
        }
    }
}
