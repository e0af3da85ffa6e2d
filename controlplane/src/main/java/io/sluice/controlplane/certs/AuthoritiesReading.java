package io.sluice.controlplane.certs;

/// What a file of certificates of authorities came to.
public sealed interface AuthoritiesReading {

    /// @param pem certificates alone, one after another
    record Usable(String pem) implements AuthoritiesReading {}

    record Unusable(CertificateProblem problem) implements AuthoritiesReading {}
}
