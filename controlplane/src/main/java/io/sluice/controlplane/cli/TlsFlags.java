package io.sluice.controlplane.cli;

import java.nio.file.Path;

import picocli.CommandLine.Option;

/// Flags about certificates.
final class TlsFlags {

    @Option(
            names = "--cert-dir",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:SLUICE_CERT_DIR:-/run/secrets}",
            description = "Where the secrets are that ssl_* labels name, each in a file of its name; followed."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_CERT_DIR]")
    private Path certDirectory = TlsSettings.DEFAULT.certDirectory();

    TlsSettings settings() {
        return new TlsSettings(certDirectory);
    }
}
