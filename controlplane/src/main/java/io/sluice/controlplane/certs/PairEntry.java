package io.sluice.controlplane.certs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;

/// A pair as it was read last, and the files it was read from. Immutable; has no key.
record PairEntry(FileStamp certificateStamp, FileStamp keyStamp, PairReading reading) {

    private static final int SHOWN_DIGEST = 16;

    boolean isOf(FileStamp certificate, FileStamp key) {
        return certificateStamp.equals(certificate) && keyStamp.equals(key);
    }

    /// Reads the files. A pair that cannot be used, or has expired, does not take the place of one that can: whoever
    /// replaces files one after the other, or wrongly, must not cost a host its TLS.
    static PairEntry read(PairKey key, PairReading before, Instant now) {
        FileStamp certificateStamp = FileStamp.of(key.certificate().path());
        FileStamp keyStamp = FileStamp.of(key.key().path());
        PairReading latest = reading(key);
        return new PairEntry(certificateStamp, keyStamp, better(before, latest, now));
    }

    private static PairReading better(PairReading before, PairReading latest, Instant now) {
        if (!(before instanceof PairReading.Usable good) || good.facts().isExpired(now)) {
            return latest;
        }
        return switch (latest) {
            case PairReading.Unusable(List<CertificateProblem> problems) ->
                new PairReading.Usable(good.identity(), good.facts(), stays(problems));
            case PairReading.Usable next
            when next.facts().isExpired(now) ->
                new PairReading.Usable(
                        good.identity(), good.facts(), stays(next.facts().problems("the new certificate", now)));
            case PairReading.Usable next -> next;
        };
    }

    private static List<CertificateProblem> stays(List<CertificateProblem> problems) {
        return problems.stream()
                .map(problem -> new CertificateProblem(
                        problem.severity(),
                        problem.code(),
                        problem.ofKey(),
                        problem.message() + "; the certificate before it stays in use",
                        problem.hint()))
                .toList();
    }

    private static PairReading reading(PairKey key) {
        String name = shown(key.certificate());
        try {
            Pair pair = pair(key);
            CertificateFacts facts = pair.chain().facts();
            List<CertificateProblem> problems = new ArrayList<>(ChainRules.problems(pair.chain(), name));
            return new PairReading.Usable(identity(key, facts), facts, problems);
        } catch (BadSecret bad) {
            return unusable(bad, name, false);
        } catch (Pair.BadKey bad) {
            return unusable(bad.bad(), shown(key.key()), true);
        }
    }

    /// @throws BadSecret of the certificate's file
    /// @throws Pair.BadKey of the key's
    static Pair pair(PairKey key) {
        byte[] certificate = FileStamp.content(key.certificate().path());
        return Pair.read(certificate, keyContent(key, certificate));
    }

    private static byte[] keyContent(PairKey key, byte[] certificate) {
        if (key.key().equals(key.certificate())) {
            return certificate;
        }
        try {
            return FileStamp.content(key.key().path());
        } catch (BadSecret bad) {
            throw new Pair.BadKey(bad);
        }
    }

    static String identity(PairKey key, CertificateFacts facts) {
        return key.certificate().name() + "@" + facts.digest().substring(0, SHOWN_DIGEST);
    }

    private static PairReading unusable(BadSecret bad, String name, boolean ofKey) {
        return new PairReading.Unusable(List.of(
                new CertificateProblem(Severity.ERROR, bad.code(), ofKey, name + " " + bad.problem(), bad.remedy())));
    }

    static String shown(SecretFile file) {
        return "secret " + Printable.quoted(file.name());
    }
}
