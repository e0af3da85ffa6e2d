package io.sluice.controlplane.cli;

import java.nio.file.Path;

/// What the flags say about certificates.
///
/// @param certDirectory where secrets lie, each in a file of its name
public record TlsSettings(Path certDirectory) {

    public static final TlsSettings DEFAULT = new TlsSettings(Path.of("/run/secrets"));
}
