package io.sluice.controlplane.assemble;

import java.nio.file.Path;
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
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
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

/// Finds the secrets that services name: in the state's own files, then in the directory of secrets; by the name, or by
/// the name within the service's stack. Where tenants are kept apart, within the stack alone (R-LBL-7).
final class TlsFinder {

    private final CertificateView certificates;
    private final Map<String, Path> files;
    private final RoutingOptions options;
    private final Map<SecretFile, Use> uses = new TreeMap<>(Comparator.comparing(SecretFile::name));

    /// @param files secrets that the state itself says where they are
    TlsFinder(CertificateView certificates, Map<String, Path> files, RoutingOptions options) {
        this.certificates = certificates;
        this.files = files;
        this.options = options;
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
        ClientCertificates clients = new ClientCertificates(wish.demand(), authorities.get());
        Optional<SecretFile> certificate = secret(service, wish.certificate(), LabelNames.SSL_CERT, report);
        Optional<SecretFile> key =
                wish.key().isEmpty() ? certificate : secret(service, wish.key(), LabelNames.SSL_KEY, report);
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
        Optional<SecretFile> file = secret(service, name, label, report);
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

    private Optional<SecretFile> secret(Service service, String name, String label, ServiceReport report) {
        String stack = Tenant.stack(service);
        String own = (stack.isEmpty() ? service.name() : stack) + "_";
        boolean isApart = options.tenancy() == Tenancy.STACK && !isTrusted(Tenant.of(service));
        Optional<SecretFile> found = isApart && !name.startsWith(own) ? file(own + name) : file(name);
        if (found.isEmpty() && !isApart) {
            found = stack.isEmpty() ? Optional.empty() : file(own + name);
        }
        if (found.isEmpty()) {
            report.error(
                    "no-secret",
                    label,
                    "there is no secret " + Printable.quoted(name)
                            + (isApart ? " of " + Tenant.of(service) + ", and others' are not used" : ""),
                    isApart
                            ? "name it " + Printable.quoted(own + name) + " and give it to the proxy"
                            : "give it to the proxy: docker service update --secret-add, or --cert-dir");
        }
        return found;
    }

    private boolean isTrusted(Tenant tenant) {
        return options.wildcardTenants().stream().anyMatch(tenant::isNamedBy);
    }

    private Optional<SecretFile> file(String name) {
        Path own = files.get(name);
        return own == null ? certificates.secret(name) : Optional.of(new SecretFile(name, own));
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
