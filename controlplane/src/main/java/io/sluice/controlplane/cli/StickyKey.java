package io.sluice.controlplane.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

import io.sluice.dataplane.DataPlaneConfig;

/// The secret behind the cookies that Sluice sets, which all replicas share.
///
/// @param bytes empty: none is given, each process makes its own
@SuppressWarnings("ArrayRecordComponent") // a secret, never compared
public record StickyKey(byte[] bytes) {

    public static final StickyKey NONE = new StickyKey(new byte[0]);

    private static final int MAX_BYTES = 4096;
    private static final String REMEDY = "; make one with: head -c 32 /dev/urandom | base64";

    /// The file's content without the line's end; throws [IllegalArgumentException] that says what is wrong with it.
    static StickyKey read(String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of(file));
            int length = content.length;
            while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
                length--;
            }
            if (length < DataPlaneConfig.MIN_STICKY_KEY_BYTES || length > MAX_BYTES) {
                throw new IllegalArgumentException("the key in '" + file + "' has " + length + " bytes, not "
                        + DataPlaneConfig.MIN_STICKY_KEY_BYTES + " to " + MAX_BYTES + REMEDY);
            }
            return new StickyKey(Arrays.copyOf(content, length));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("the key file '" + file + "' cannot be read" + REMEDY, e);
        }
    }

    /// Without the secret: it belongs in no log.
    @Override
    public String toString() {
        return "StickyKey[" + bytes.length + " bytes]";
    }
}
