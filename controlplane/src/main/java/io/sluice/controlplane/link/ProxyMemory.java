package io.sluice.controlplane.link;

import org.jspecify.annotations.Nullable;

/// What a proxy keeps of what control planes sent.
///
/// @param keys in memory
/// @param file for the next start; null: nothing is kept
/// @param keyFile the same of keys
public record ProxyMemory(
        KeyRing keys, @Nullable SnapshotFile file, @Nullable KeyFile keyFile) {

    /// Of the disk.
    void restoreKeys() {
        if (keyFile != null) {
            keys.restore(keyFile.read());
        }
    }

    /// When they are not as they were stored last.
    void storeKeys() {
        if (keyFile != null) {
            keys.storeIn(keyFile);
        }
    }
}
