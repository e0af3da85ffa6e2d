package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Optional;

import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.RoutePolicy;

/// What a service asks of the proxy.
///
/// @param hosts without duplicates, in the order written; empty only for a default backend
/// @param port that the tasks listen on, 1 to 65535
/// @param network the name or id of the network to reach the tasks on; empty when the label is absent
/// @param defaultBackend it wants the requests whose host nobody else serves
/// @param serviceCluster the only proxies that serve it; empty: those that have no name
/// @param contextRoot the path prefix that it serves on its hosts; `/`: all
/// @param stripContextRoot its tasks see paths without the prefix
/// @param redirects of hosts, before anything is served
/// @param forwardAuth whom to ask before a request passes
/// @param usersFile who may use it, where a secret says so
/// @param policy of its routes; its [RoutePolicy#forwardAuth()] is absent, for that names no cluster yet, and so is
///     [RoutePolicy#basicAuth()] while nobody read the `usersFile`
/// @param maintenance its requests are answered 503, with this page; empty text: the proxy's own
public record LabelSet(
        List<HostPattern> hosts,
        int port,
        String network,
        BackendMode mode,
        boolean defaultBackend,
        String serviceCluster,
        String contextRoot,
        boolean stripContextRoot,
        List<HostRedirect> redirects,
        Optional<AuthService> forwardAuth,
        Optional<UsersFile> usersFile,
        RoutePolicy policy,
        Optional<String> maintenance,
        Balancing balancing,
        TlsWish tls,
        Optional<HealthCheck> healthCheck) {

    public LabelSet {
        hosts = List.copyOf(hosts);
        redirects = List.copyOf(redirects);
    }

    /// With everything else as it is without labels.
    public LabelSet(List<HostPattern> hosts, int port, String network, BackendMode mode, boolean defaultBackend) {
        this(
                hosts,
                port,
                network,
                mode,
                defaultBackend,
                "",
                "/",
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                RoutePolicy.NONE,
                Optional.empty(),
                Balancing.DEFAULT,
                TlsWish.NONE,
                Optional.empty());
    }

    /// The same in another mode.
    public LabelSet withMode(BackendMode other) {
        return new LabelSet(
                hosts,
                port,
                network,
                other,
                defaultBackend,
                serviceCluster,
                contextRoot,
                stripContextRoot,
                redirects,
                forwardAuth,
                usersFile,
                policy,
                maintenance,
                balancing,
                tls,
                healthCheck);
    }

    /// The same with users of its file.
    public LabelSet withBasicAuth(BasicAuth users) {
        return new LabelSet(
                hosts,
                port,
                network,
                mode,
                defaultBackend,
                serviceCluster,
                contextRoot,
                stripContextRoot,
                redirects,
                forwardAuth,
                usersFile,
                policy.withBasicAuth(users),
                maintenance,
                balancing,
                tls,
                healthCheck);
    }
}
