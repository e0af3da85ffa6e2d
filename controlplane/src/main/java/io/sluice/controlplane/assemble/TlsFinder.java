package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import io.sluice.controlplane.certs.AuthoritiesReading;
import io.sluice.controlplane.certs.CertificateProblem;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.certs.PairReading;
import io.sluice.controlplane.certs.SecretFile;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.labels.TlsWish;
import io.sluice.controlplane.swarm.Service;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTls;

/// Finds what services ask of TLS, with the certificates and authorities that they name.
final class TlsFinder {

    private final CertificateView certificates;
    private final SecretFinder secrets;
    private final Map<SecretFile, Use> uses = new TreeMap<>(Comparator.comparing(SecretFile::name));

    TlsFinder(CertificateView certificates, SecretFinder secrets) {
        this.certificates = certificates;
        this.secrets = secrets;
    }

    /// Empty: the service cannot be served as it asks; the report says why. A certificate that cannot be used is no
    /// such reason: it leaves the service without TLS.
    Optional<ServiceTls> find(Service service, LabelSet labels, ServiceReport report) {
        TlsWish wish = labels.tls();
        Optional<UpstreamProtocol> protocol = protocol(service, labels, report);
        Optional<ServiceTls.ClientSide> clients = clients(service, wish, report);
        if (protocol.isEmpty() || clients.isEmpty()) {
            return Optional.empty();
        }
        boolean demands = wish.clients() instanceof TlsWish.ClientSide.Terminate terminate
                && terminate.demand() == Demand.REQUIRED;
        return Optional.of(new ServiceTls(clients.get(), wish.only() || demands, protocol.get()));
    }

    /// Every certificate that a service names, sorted by name.
    List<CertificateUse> uses() {
        List<CertificateUse> all = new ArrayList<>();
        uses.forEach((file, use) -> all.add(use.toUse(file.name(), certificates)));
        return all;
    }

    private Optional<ServiceTls.ClientSide> clients(Service service, TlsWish wish, ServiceReport report) {
        return switch (wish.clients()) {
            case TlsWish.ClientSide.Plain() -> Optional.of(new ServiceTls.ClientSide.Plain());
            case TlsWish.ClientSide.Passthrough() -> Optional.of(new ServiceTls.ClientSide.Passthrough());
            case TlsWish.ClientSide.Terminate terminate -> terminate(service, terminate, report);
        };
    }

    private Optional<ServiceTls.ClientSide> terminate(
            Service service, TlsWish.ClientSide.Terminate wish, ServiceReport report) {
        Optional<String> authorities = wish.authority().isEmpty()
                ? Optional.of("")
                : authorities(service, wish.authority(), LabelNames.SSL_CLIENT_CA, report);
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        ClientCertificates clients = new ClientCertificates(wish.demand(), authorities.get(), wish.told());
        Optional<SecretFile> certificate = secrets.find(service, wish.certificate(), LabelNames.SSL_CERT, report);
        Optional<SecretFile> key =
                wish.key().isEmpty() ? certificate : secrets.find(service, wish.key(), LabelNames.SSL_KEY, report);
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.of(new ServiceTls.ClientSide.Broken());
        }
        return Optional.of(terminate(service, certificate.get(), key.get(), clients, report));
    }

    private ServiceTls.ClientSide terminate(
            Service service, SecretFile certificate, SecretFile key, ClientCertificates clients, ServiceReport report) {
        PairReading reading = certificates.pair(certificate, key);
        Use use = uses.computeIfAbsent(certificate, file -> new Use(reading));
        use.services.add(service.name());
        use.problems(certificate.name(), certificates).forEach(problem -> tell(problem, report));
        return switch (reading) {
            case PairReading.Unusable unusable -> new ServiceTls.ClientSide.Broken();
            case PairReading.Usable usable ->
                new ServiceTls.ClientSide.Terminate(certificate.name(), usable.identity(), usable.facts(), clients);
        };
    }

    private Optional<UpstreamProtocol> protocol(Service service, LabelSet labels, ServiceReport report) {
        TlsWish wish = labels.tls();
        boolean proxyProtocol = labels.balancing().proxyProtocol();
        if (wish.upstream().isEmpty()) {
            return Optional.of(new UpstreamProtocol(wish.http(), null, proxyProtocol));
        }
        TlsWish.Upstream upstream = wish.upstream().get();
        Optional<String> authorities = upstream.authority().isEmpty()
                ? Optional.of("")
                : authorities(service, upstream.authority(), LabelNames.SSL_BACKEND_CA, report);
        String name = upstream.name().isEmpty() ? firstHost(labels) : upstream.name();
        return authorities.map(
                pem -> new UpstreamProtocol(wish.http(), new UpstreamTls(upstream.verify(), pem, name), proxyProtocol));
    }

    /// What the tasks' certificates are for, where no label says it.
    private static String firstHost(LabelSet labels) {
        return labels.hosts().stream()
                .filter(host -> !host.isWildcard())
                .findFirst()
                .map(HostPattern::toString)
                .orElse("");
    }

    private Optional<String> authorities(Service service, String name, String label, ServiceReport report) {
        Optional<SecretFile> file = secrets.find(service, name, label, report);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return switch (certificates.authorities(file.get())) {
            case AuthoritiesReading.Usable(String pem) -> Optional.of(pem);
            case AuthoritiesReading.Unusable(CertificateProblem problem) -> {
                report.error(problem.code(), label, problem.message(), problem.hint());
                yield Optional.empty();
            }
        };
    }

    private static void tell(CertificateProblem problem, ServiceReport report) {
        String label = problem.ofKey() ? LabelNames.SSL_KEY : LabelNames.SSL_CERT;
        switch (problem.severity()) {
            case ERROR -> report.error(problem.code(), label, problem.message(), problem.hint());
            case WARNING -> report.warning(problem.code(), label, problem.message(), problem.hint());
            case NOTICE -> report.notice(problem.code(), label, problem.message(), problem.hint());
        }
    }

    /// Of one certificate, in the making.
    private static final class Use {

        private final PairReading reading;
        private final TreeSet<String> services = new TreeSet<>();

        Use(PairReading reading) {
            this.reading = reading;
        }

        List<CertificateProblem> problems(String name, CertificateView view) {
            List<CertificateProblem> problems = new ArrayList<>(reading.problems());
            if (reading instanceof PairReading.Usable usable) {
                problems.addAll(usable.facts().problems("secret " + Printable.quoted(name), view.now()));
            }
            return problems;
        }

        CertificateUse toUse(String name, CertificateView view) {
            Optional<PairReading.Usable> usable =
                    reading instanceof PairReading.Usable good ? Optional.of(good) : Optional.empty();
            return new CertificateUse(
                    name,
                    usable.map(PairReading.Usable::identity),
                    usable.map(PairReading.Usable::facts),
                    problems(name, view),
                    List.copyOf(services));
        }
    }
}
