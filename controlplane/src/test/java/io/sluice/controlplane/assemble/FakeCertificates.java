package io.sluice.controlplane.assemble;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.sluice.controlplane.certs.AuthoritiesReading;
import io.sluice.controlplane.certs.CertificateFacts;
import io.sluice.controlplane.certs.CertificateProblem;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.certs.PairReading;
import io.sluice.controlplane.certs.SecretFile;
import io.sluice.controlplane.certs.UsersReading;
import io.sluice.controlplane.config.ConfigError.Severity;

/// Certificates by name, each with the hosts that it is for; without files.
final class FakeCertificates implements CertificateView {

    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

    private final Map<String, PairReading> pairs = new TreeMap<>();
    private final Map<String, UsersReading> users = new TreeMap<>();

    FakeCertificates good(String name, String... hosts) {
        return good(name, 90, hosts);
    }

    FakeCertificates good(String name, int daysLeft, String... hosts) {
        Instant end = NOW.plus(Duration.ofDays(daysLeft));
        CertificateFacts facts =
                new CertificateFacts(List.of(hosts), "CA", end.minus(Duration.ofDays(90)), end, "EC P-256", "digest");
        pairs.put(name, new PairReading.Usable(name + "@1", facts, List.of()));
        return this;
    }

    FakeCertificates broken(String name) {
        pairs.put(name, new PairReading.Unusable(List.of(problem(name))));
        return this;
    }

    FakeCertificates users(String name, Map<String, String> hashes) {
        users.put(name, new UsersReading.Usable(hashes));
        return this;
    }

    private static CertificateProblem problem(String name) {
        return new CertificateProblem(Severity.ERROR, "not-pem", false, "secret '" + name + "' is not PEM", "mend it");
    }

    @Override
    public Optional<SecretFile> secret(String name) {
        return pairs.containsKey(name) || users.containsKey(name)
                ? Optional.of(new SecretFile(name, Path.of(name)))
                : Optional.empty();
    }

    @Override
    public PairReading pair(SecretFile certificate, SecretFile key) {
        return pairs.getOrDefault(certificate.name(), new PairReading.Unusable(List.of(problem(certificate.name()))));
    }

    @Override
    public AuthoritiesReading authorities(SecretFile file) {
        return pairs.get(file.name()) instanceof PairReading.Usable
                ? new AuthoritiesReading.Usable("PEM of " + file.name())
                : new AuthoritiesReading.Unusable(problem(file.name()));
    }

    @Override
    public UsersReading users(SecretFile file) {
        return users.getOrDefault(file.name(), new UsersReading.Unusable(problem(file.name())));
    }

    @Override
    public Instant now() {
        return NOW;
    }
}
