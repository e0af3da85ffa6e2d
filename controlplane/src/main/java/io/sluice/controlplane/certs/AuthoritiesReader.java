package io.sluice.controlplane.certs;

import io.sluice.controlplane.config.ConfigError.Severity;

/// Reads certificates of authorities. Keys beside them are left where they are.
final class AuthoritiesReader {

    private AuthoritiesReader() {}

    static AuthoritiesReading read(SecretFile file) {
        try {
            return new AuthoritiesReading.Usable(
                    Chain.of(PemText.blocks(FileStamp.content(file.path()))).pem());
        } catch (BadSecret bad) {
            return new AuthoritiesReading.Unusable(new CertificateProblem(
                    Severity.ERROR, bad.code(), false, PairEntry.shown(file) + " " + bad.problem(), bad.remedy()));
        }
    }
}
