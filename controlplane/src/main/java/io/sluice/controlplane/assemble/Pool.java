package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.Balancing;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;

/// The services that serve one path of one site together (Interlock's canary). The first to join, which is the oldest,
/// names the route and decides every [Attribute], so that neither changes when a canary comes and goes.
final class Pool {

    /// More is a mistake or an attack; without a limit, services that each name all hosts would multiply endpoints.
    static final int MAX_SERVICES = 16;

    private static final String ROOT = "/";
    private static final String HSTS = "Strict-Transport-Security";

    private final Site site;
    private final String path;
    private final List<RoutedService> services = new ArrayList<>();

    Pool(Site site, String path) {
        this.site = site;
        this.path = path;
    }

    List<RoutedService> services() {
        return services;
    }

    /// Services are to join in the order of their claims. Whoever may not is told why.
    boolean tryJoin(RoutedService service, Places places) {
        if (services.isEmpty()) {
            services.add(service);
            return true;
        }
        if (site.equals(Site.ANY)) {
            reportSecondDefault(service);
            return false;
        }
        if (services.size() == MAX_SERVICES) {
            places.add(full(service), place());
            return false;
        }
        if (disagrees(service, places)) {
            return false;
        }
        services.add(service);
        return true;
    }

    private boolean disagrees(RoutedService service, Places places) {
        RoutedService oldest = services.getFirst();
        List<Attribute> differences = Attribute.ALL.stream()
                .filter(attribute -> attribute.differs(oldest, service))
                .toList();
        Optional<Attribute> binding =
                differences.stream().filter(Attribute::binding).findFirst();
        if (binding.isPresent()) {
            places.add(mismatch(service, oldest, binding.get().label()), place());
            return true;
        }
        differences.forEach(attribute -> places.add(difference(service, oldest, attribute.label()), place()));
        return false;
    }

    /// To be called when all have joined.
    void reportSharing(Places places) {
        if (services.size() == 1) {
            return;
        }
        for (RoutedService service : services) {
            String others = services.stream()
                    .filter(other -> !other.name().equals(service.name()))
                    .map(RoutedService::printableName)
                    .collect(Collectors.joining(", "));
            places.add(shared(service, others), place());
        }
    }

    /// Of its own requests, whichever way they come.
    Route route() {
        RoutedService oldest = services.getFirst();
        String name = oldest.name() + "@" + site + path;
        if (isInMaintenance()) {
            return new Route(
                    name,
                    path,
                    new RouteAction.Maintenance(oldest.labels().maintenance().orElse("")));
        }
        return new Route(name, path, forward(), policy(oldest));
    }

    boolean isInMaintenance() {
        return services.stream()
                .allMatch(service -> service.labels().maintenance().isPresent());
    }

    /// Of plain requests: led to TLS where nothing else is to be served, refused where there is none; and browsers are
    /// told to come by TLS only over TLS (RFC 6797, 7.2), where it is the proxy who ends it.
    ///
    /// @param terminates whether the site's TLS ends here
    /// @param httpsPort where clients reach it
    Route plainRoute(boolean terminates, int httpsPort) {
        RoutedService oldest = services.getFirst();
        String name = oldest.name() + "@http://" + site + path;
        if (oldest.tls().only()) {
            return new Route(
                    name,
                    path,
                    terminates ? new RouteAction.RedirectToHttps(httpsPort) : new RouteAction.Maintenance(""));
        }
        Route route = route();
        FieldEdits edits = withoutHsts(route.policy().responseFields());
        return !terminates || edits.equals(route.policy().responseFields())
                ? route
                : new Route(name, path, route.action(), route.policy().withResponseFields(edits));
    }

    private static FieldEdits withoutHsts(FieldEdits edits) {
        List<FieldEdits.Line> others = edits.set().stream()
                .filter(line -> !line.name().equalsIgnoreCase(HSTS))
                .toList();
        if (others.size() == edits.set().size()) {
            return edits;
        }
        List<String> removed = new ArrayList<>(edits.remove());
        removed.add(HSTS);
        return new FieldEdits(others, removed);
    }

    private RouteAction.Forward forward() {
        boolean strips = services.getFirst().labels().stripContextRoot() && !path.equals(ROOT);
        return new RouteAction.Forward(clusterName(), strips);
    }

    /// What [#route()] forwards to; names of services have no `+`.
    String clusterName() {
        return services.stream().map(RoutedService::name).collect(Collectors.joining("+"));
    }

    /// Equal for all pools of the same services, which therefore share it.
    Cluster cluster() {
        Balancing balancing = services.getFirst().labels().balancing();
        List<Endpoint> endpoints = Shares.of(services);
        return new Cluster(
                clusterName(),
                balancing.slowStart().isZero() ? Shares.sinceLongAgo(endpoints) : endpoints,
                balancing.policy(),
                balancing.affinity(),
                balancing.timeouts(),
                balancing.retries(),
                balancing.outliers(),
                balancing.maxRequests(),
                balancing.slowStart(),
                services.getFirst().tls().protocol());
    }

    private static RoutePolicy policy(RoutedService service) {
        RoutePolicy policy = service.labels().policy();
        return service.auth()
                .map(auth -> policy.withForwardAuth(auth.forwardAuth()))
                .orElse(policy);
    }

    private String place() {
        return path.equals(ROOT) ? site.toString() : site + path;
    }

    private void reportSecondDefault(RoutedService service) {
        service.report()
                .warning(
                        "default-conflict",
                        LabelNames.DEFAULT_BACKEND,
                        "service " + services.getFirst().printableName()
                                + " is the default backend already; it was there first",
                        "remove the label from one of the two");
    }

    private static Places.Entry full(RoutedService service) {
        return new Places.Entry(
                service.report(),
                Severity.ERROR,
                "host-conflict",
                LabelNames.HOSTS,
                "is not served: " + MAX_SERVICES + " older services, the limit, share it already",
                "remove the host from services that need it no more");
    }

    private static Places.Entry mismatch(RoutedService service, RoutedService oldest, String label) {
        return new Places.Entry(
                service.report(),
                Severity.ERROR,
                "pool-mismatch",
                label,
                "is not served: service " + oldest.printableName() + ", the oldest there, has another " + label
                        + ", and requests are not checked by two rules",
                "give both services the same label, or this one a host or context_root of its own");
    }

    private static Places.Entry difference(RoutedService service, RoutedService oldest, String label) {
        return new Places.Entry(
                service.report(),
                Severity.WARNING,
                "pool-difference",
                label,
                "is served as service " + oldest.printableName() + ", the oldest there, says: its " + label
                        + " is not this service's",
                "give both services the same label, or this one a host or context_root of its own");
    }

    private static Places.Entry shared(RoutedService service, String others) {
        return new Places.Entry(
                service.report(),
                Severity.NOTICE,
                "shared-host",
                LabelNames.HOSTS,
                "is also served by " + others,
                "each service gets requests by its weight, or else its number of endpoints; give it a host of its own"
                        + " if this is not meant");
    }
}
