package io.sluice.controlplane.certs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.config.ConfigError.Severity;

/// The certificates at one moment: a value, which answers the same for as long as an assembly takes.
public interface CertificateView {

    /// Before any directory was read.
    CertificateView NONE = new CertificateView() {

        private static final CertificateProblem NOTHING = new CertificateProblem(
                Severity.ERROR, "no-secret", false, "no secrets are read here", "use --cert-dir");

        @Override
        public Optional<SecretFile> secret(String name) {
            return Optional.empty();
        }

        @Override
        public PairReading pair(SecretFile certificate, SecretFile key) {
            return new PairReading.Unusable(List.of(NOTHING));
        }

        @Override
        public AuthoritiesReading authorities(SecretFile file) {
            return new AuthoritiesReading.Unusable(NOTHING);
        }

        @Override
        public UsersReading users(SecretFile file) {
            return new UsersReading.Unusable(NOTHING);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    };

    /// Of the directory of secrets.
    Optional<SecretFile> secret(String name);

    /// @param key the certificate's own file where it holds the key, too
    PairReading pair(SecretFile certificate, SecretFile key);

    AuthoritiesReading authorities(SecretFile file);

    /// Of a file as `htpasswd -B` writes it.
    UsersReading users(SecretFile file);

    /// When it was taken: what has expired depends on it.
    Instant now();
}
