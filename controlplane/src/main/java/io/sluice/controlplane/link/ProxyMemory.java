package io.sluice.controlplane.link;

import org.jspecify.annotations.Nullable;

/// What a proxy keeps of what control planes sent.
///
/// @param keys in memory
/// @param file for the next start; null: nothing is kept
public record ProxyMemory(KeyRing keys, @Nullable SnapshotFile file) {}
