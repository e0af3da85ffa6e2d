package io.sluice.controlplane.assemble;

import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.Route;
import org.jspecify.annotations.Nullable;

/// What happens to TLS connections of one site. The oldest service there that asks for TLS decides, for a connection
/// has one certificate, whichever path its requests are for.
final class SiteTls {

    private final Site site;
    private @Nullable RoutedService owner;

    SiteTls(Site site) {
        this.site = site;
    }

    /// Whether the service may serve here as far as TLS goes. Services are to ask in the order of their claims; whoever
    /// may not is told why.
    boolean admits(RoutedService service, Places places) {
        if (service.tls().isPlain()) {
            return true;
        }
        RoutedService oldest = owner;
        if (oldest == null) {
            owner = service;
            checkCoverage(service, places);
            return true;
        }
        if (isWeaker(oldest.tls(), service.tls())) {
            places.add(conflict(service, oldest), site.toString());
            return false;
        }
        if (!certificateOf(oldest).equals(certificateOf(service))) {
            places.add(difference(service, oldest), site.toString());
        }
        return true;
    }

    /// Whether the younger would be reached by clients that it does not want: those whose certificates nobody checked,
    /// or at tasks that cannot read what is passed through.
    private static boolean isWeaker(ServiceTls oldest, ServiceTls younger) {
        ClientCertificates wanted = younger.certificates();
        boolean differs = wanted.demand() != ClientCertificates.Demand.NONE && !wanted.equals(oldest.certificates());
        return differs || oldest.isPassthrough() != younger.isPassthrough();
    }

    private static Optional<String> certificateOf(RoutedService service) {
        return service.tls().clients() instanceof ServiceTls.ClientSide.Terminate terminate
                ? Optional.of(terminate.identity())
                : Optional.empty();
    }

    private void checkCoverage(RoutedService service, Places places) {
        Optional<HostPattern> host = site.host();
        if (service.tls().clients() instanceof ServiceTls.ClientSide.Terminate terminate
                && host.isPresent()
                && !terminate.facts().covers(host.get())) {
            places.add(notCovered(service, terminate), site.toString());
        }
    }

    /// The certificate, where there is one that clients of the site would accept.
    private Optional<ServiceTls.ClientSide.Terminate> usable() {
        if (owner == null || !(owner.tls().clients() instanceof ServiceTls.ClientSide.Terminate terminate)) {
            return Optional.empty();
        }
        boolean covers = site.host().map(terminate.facts()::covers).orElse(true);
        return covers ? Optional.of(terminate) : Optional.empty();
    }

    boolean terminates() {
        return usable().isPresent();
    }

    boolean passesThrough() {
        return owner != null && owner.tls().isPassthrough();
    }

    /// @param routes of what is terminated
    /// @param passthrough what is passed through goes there
    Optional<HostTls> toTls(List<Route> routes, Optional<Pool> passthrough) {
        if (passesThrough()) {
            return passthrough
                    .filter(pool -> !pool.isInMaintenance())
                    .map(pool -> new HostTls.Passthrough(pool.clusterName()));
        }
        return routes.isEmpty()
                ? Optional.empty()
                : usable().map(tls -> new HostTls.Terminate(tls.identity(), tls.certificates(), routes));
    }

    private static Places.Entry conflict(RoutedService service, RoutedService oldest) {
        return new Places.Entry(
                service.report(),
                Severity.ERROR,
                "tls-conflict",
                service.tls().isPassthrough() ? LabelNames.SSL_PASSTHROUGH : LabelNames.SSL_CLIENT_CA,
                "is not served: service " + oldest.printableName() + ", the oldest there with TLS, "
                        + (oldest.tls().isPassthrough() ? "has it passed through" : "asks clients for less"),
                "give both services the same labels about TLS, or this one a host of its own");
    }

    private static Places.Entry difference(RoutedService service, RoutedService oldest) {
        return new Places.Entry(
                service.report(),
                Severity.WARNING,
                "certificate-conflict",
                LabelNames.SSL_CERT,
                "has the certificate of service " + oldest.printableName()
                        + ", the oldest there with TLS, not this one's",
                "give both services the same certificate, or this one a host of its own");
    }

    private static Places.Entry notCovered(RoutedService service, ServiceTls.ClientSide.Terminate terminate) {
        return new Places.Entry(
                service.report(),
                Severity.ERROR,
                "wrong-host",
                LabelNames.SSL_CERT,
                "has no TLS: the certificate is for "
                        + Places.text(terminate.facts().names()),
                "name a certificate for the host");
    }
}
