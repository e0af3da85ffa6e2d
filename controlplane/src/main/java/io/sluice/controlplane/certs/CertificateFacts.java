package io.sluice.controlplane.certs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.HostPattern;

/// What is public of a certificate; all that stays in memory of one.
///
/// @param names DNS names that it is for, lower-case, maybe `*.x`
/// @param issuer the common name of who signed it, else the whole name
/// @param keyType `RSA 2048`, `EC P-256`, `Ed25519`
/// @param digest SHA-256 of all certificates of the chain, hexadecimal
public record CertificateFacts(
        List<String> names, String issuer, Instant notBefore, Instant notAfter, String keyType, String digest) {

    /// Before its end, so that somebody can do something about it.
    public static final Duration WARNING = Duration.ofDays(30);

    private static final String WILDCARD = "*.";

    public CertificateFacts {
        names = List.copyOf(names);
    }

    /// Whether clients of the host accept it: exactly, or by a wildcard that stands for one label (RFC 6125, 6.4.3).
    public boolean covers(HostPattern host) {
        String wanted = host.toString();
        int dot = wanted.indexOf('.');
        return names.contains(wanted)
                || (!host.isWildcard() && dot > 0 && names.contains(WILDCARD + wanted.substring(dot + 1)));
    }

    public boolean isExpired(Instant now) {
        return now.isAfter(notAfter);
    }

    public long daysLeft(Instant now) {
        return Duration.between(now, notAfter).toDays();
    }

    /// Those that time brings.
    public List<CertificateProblem> problems(String name, Instant now) {
        List<CertificateProblem> problems = new ArrayList<>();
        if (now.isBefore(notBefore)) {
            problems.add(problem(
                    Severity.ERROR,
                    "not-yet-valid",
                    name + " is not valid before " + notBefore + ": clients refuse it",
                    "see whether this host's clock is right"));
        } else if (isExpired(now)) {
            problems.add(problem(
                    Severity.ERROR,
                    "expired",
                    name + " expired at " + notAfter + ": clients refuse it",
                    "put a new certificate in its place"));
        } else if (now.isAfter(notAfter.minus(WARNING))) {
            problems.add(problem(
                    Severity.WARNING,
                    "expires-soon",
                    name + " expires at " + notAfter + ", in " + daysLeft(now) + " days",
                    "put a new certificate in its place"));
        }
        return problems;
    }

    private static CertificateProblem problem(Severity severity, String code, String message, String hint) {
        return new CertificateProblem(severity, code, false, message, hint);
    }
}
