package io.sluice.controlplane.assemble;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Service;
import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Endpoint;

/// A service that can be routed, before it is known who else wants its hosts.
///
/// @param report takes what is found out later
/// @param network the name; empty for endpoints on nodes
/// @param mode what is done, which the label may not have been
/// @param auth whom to ask before a request passes
/// @param tls with its secrets found
/// @param endpoints in the order of the tasks' slots; no address twice
record RoutedService(
        Service service,
        LabelSet labels,
        ServiceReport report,
        String network,
        BackendMode mode,
        Optional<AuthTarget> auth,
        ServiceTls tls,
        List<Endpoint> endpoints) {

    /// Whoever came first comes first: creation times are the engine's, not the tenants', to set.
    static final Comparator<Service> CLAIM_ORDER =
            Comparator.comparing(Service::createdAt).thenComparing(Service::id);

    RoutedService {
        endpoints = List.copyOf(endpoints);
    }

    /// The same, each endpoint with what its checks say; without checks all are healthy.
    RoutedService checked(HealthView health) {
        if (labels.healthCheck().isEmpty()) {
            return this;
        }
        List<Endpoint> checked = endpoints.stream()
                .map(endpoint -> new Endpoint(
                        endpoint.name(),
                        endpoint.address(),
                        endpoint.weight(),
                        endpoint.since(),
                        health.isHealthy(name(), endpoint.address())))
                .toList();
        return new RoutedService(service, labels, report, network, mode, auth, tls, checked);
    }

    RoutedService asking(AuthTarget target) {
        return new RoutedService(service, labels, report, network, mode, Optional.of(target), tls, endpoints);
    }

    RoutedService asking(BasicAuth users) {
        return new RoutedService(service, labels.withBasicAuth(users), report, network, mode, auth, tls, endpoints);
    }

    RoutedService with(ServiceTls found) {
        return new RoutedService(service, labels, report, network, mode, auth, found, endpoints);
    }

    List<CheckTarget> checks() {
        return labels.healthCheck().stream()
                .flatMap(check -> endpoints.stream()
                        .map(endpoint -> new CheckTarget(
                                name(),
                                endpoint.name(),
                                endpoint.address(),
                                check,
                                labels.balancing().proxyProtocol())))
                .toList();
    }

    Tenant tenant() {
        return Tenant.of(service);
    }

    String name() {
        return service.name();
    }

    /// For messages.
    String printableName() {
        return Printable.escaped(service.name());
    }
}
