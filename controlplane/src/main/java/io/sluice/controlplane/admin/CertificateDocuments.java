package io.sluice.controlplane.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.controlplane.assemble.CertificateUse;
import io.sluice.controlplane.certs.CertificateFacts;
import io.sluice.controlplane.certs.CertificateProblem;
import io.sluice.controlplane.publish.PublisherView;

/// The certificates that services name: what is public of them, and what is wrong.
final class CertificateDocuments {

    private static final int SHOWN_NAMES = 100;

    private final AdminSources sources;
    private final InstantSource clock;

    CertificateDocuments(AdminSources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    Map<String, Object> all() {
        PublisherView view = sources.publisher().get();
        List<Object> certificates = new ArrayList<>();
        view.certificates().forEach(use -> certificates.add(document(use)));
        return Json.object("generation", view.generation(), "certificates", certificates);
    }

    private Map<String, Object> document(CertificateUse use) {
        Map<String, Object> document = Json.object(
                "secret", use.secret(),
                "state", state(use),
                "identity", use.identity().orElse(""),
                "services", use.services());
        Instant now = clock.instant();
        document.put("hosts", use.facts().map(CertificateDocuments::shown).orElse(List.of()));
        document.put("issuer", use.facts().map(CertificateFacts::issuer).orElse(""));
        document.put(
                "not_after",
                use.facts().map(facts -> facts.notAfter().toString()).orElse(""));
        use.facts().ifPresent(facts -> document.put("days_left", facts.daysLeft(now)));
        document.put("key_type", use.facts().map(CertificateFacts::keyType).orElse(""));
        document.put(
                "problems",
                use.problems().stream().map(CertificateProblem::code).toList());
        document.put(
                "details",
                use.problems().stream().map(CertificateDocuments::detail).toList());
        return document;
    }

    private static Map<String, Object> detail(CertificateProblem problem) {
        return Json.object(
                "severity", problem.severity().name().toLowerCase(Locale.ROOT),
                "code", problem.code(),
                "message", problem.message(),
                "hint", problem.hint());
    }

    private static List<String> shown(CertificateFacts facts) {
        return facts.names().stream().limit(SHOWN_NAMES).toList();
    }

    private static String state(CertificateUse use) {
        if (use.identity().isEmpty()) {
            return "unusable";
        }
        return use.problems().isEmpty() ? "good" : "doubtful";
    }

    void addMetrics(MetricFamilies families) {
        Instant now = clock.instant();
        for (CertificateUse use : sources.publisher().get().certificates()) {
            Labels secret = Labels.of("secret", use.secret());
            families.gauge(
                    "sluice_certificate_usable",
                    "1 while a certificate that services name can be used",
                    use.identity().isPresent() ? 1 : 0,
                    secret);
            use.facts()
                    .ifPresent(facts -> families.gauge(
                            "sluice_certificate_days_left",
                            "Whole days until the certificate in use expires; negative after",
                            facts.daysLeft(now),
                            secret));
        }
    }
}
