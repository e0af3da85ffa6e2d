package io.sluice.controlplane.compose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.sluice.controlplane.config.Printable;

/// What one look at a file found; two looks that found the same are equal.
sealed interface FileContent {

    /// Where and when it was written, as far as the file system tells.
    Stamp stamp();

    /// @param bytes at most one more than a file may have
    record Bytes(ByteBuffer bytes, Stamp stamp) implements FileContent {}

    record Unreadable(String code, String message, String hint, Stamp stamp) implements FileContent {

        ComposeReading toReading(Path file) {
            Findings findings = new Findings(Printable.escaped(file.toString()));
            findings.fileError(findings.file(), code, message, hint);
            return new ComposeReading.Invalid(findings.all());
        }
    }

    /// Changes whenever the file is written or replaced, within the resolution of its file system's clock.
    ///
    /// @param text not to be taken apart: inode, size and time of change; empty when there is no file
    record Stamp(String text) {

        static final Stamp NONE = new Stamp("");

        static Stamp of(Path file) {
            try {
                return of(Files.readAttributes(file, BasicFileAttributes.class));
            } catch (IOException e) {
                return NONE;
            }
        }

        private static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime());
        }
    }

    static FileContent read(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = Stamp.of(attributes);
            if (!attributes.isRegularFile()) {
                return new Unreadable(
                        "not-a-file",
                        attributes.isDirectory() ? "this is a directory" : "this is not a regular file",
                        "name the Compose file itself",
                        stamp);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new Bytes(ByteBuffer.wrap(in.readNBytes(ComposeFile.MAX_BYTES + 1)), stamp);
            }
        } catch (NoSuchFileException e) {
            return new Unreadable("no-file", "there is no such file", "check the path", Stamp.NONE);
        } catch (IOException e) {
            return new Unreadable(
                    "unreadable-file",
                    "cannot be read: " + Printable.escaped(String.valueOf(e.getMessage())),
                    "check the path and its permissions",
                    Stamp.of(file));
        }
    }
}
