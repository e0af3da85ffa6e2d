package io.sluice.controlplane.certs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Where and when a file was written, as far as its file system tells: changes whenever the file does.
///
/// @param text not to be taken apart; empty when there is no file
record FileStamp(String text) {

    /// Docker's limit of a secret is 500 KiB.
    static final int MAX_BYTES = 512 * 1024;

    static final FileStamp NONE = new FileStamp("");

    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime());
        } catch (IOException e) {
            return NONE;
        }
    }

    /// @throws BadSecret when it cannot be read, or is too long
    static byte[] content(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new BadSecret(
                        "no-secret", Files.exists(file) ? "is not a file" : "does not exist", "correct the name");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw new BadSecret("secret-too-large", "has more than " + MAX_BYTES + " bytes", "see what it is");
                }
                return content;
            }
        } catch (NoSuchFileException e) {
            throw new BadSecret("no-secret", "does not exist", "correct the name");
        } catch (IOException e) {
            throw new BadSecret("unreadable-secret", "cannot be read", "see its owner and mode");
        }
    }
}
