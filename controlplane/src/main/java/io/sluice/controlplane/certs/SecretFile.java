package io.sluice.controlplane.certs;

import java.nio.file.Path;

/// Where a secret lies.
///
/// @param name that labels call it by, or end in
public record SecretFile(String name, Path path) {}
