package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.sluice.controlplane.assemble.Ownership.Holding;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.HostRedirect;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.VirtualHost;

/// Who serves what: the routes of each site, and what became of each service.
final class RouteTable {

    private final Ownership owners;
    private final int httpsPort;
    private final Map<Site, SiteRoutes> sites = new TreeMap<>();
    private final Places places = new Places();
    private final Set<String> serving = new HashSet<>();
    private final Set<String> redirected = new HashSet<>();
    private final Set<String> conflicting = new HashSet<>();

    /// @param owners what nobody owns, everybody may serve
    /// @param httpsPort where clients reach TLS
    RouteTable(Ownership owners, int httpsPort) {
        this.owners = owners;
        this.httpsPort = httpsPort;
    }

    /// Services are to be added in the order of their claims.
    ///
    /// @param admitted of the sites that the service asks for
    void add(RoutedService service, Set<Site> admitted) {
        for (HostRedirect redirect : service.labels().redirects()) {
            Site site = Site.of(redirect.from());
            if (admitted.contains(site) && isOwner(service, site) && at(site).tryRedirect(service, redirect, places)) {
                redirected.add(service.name());
            }
        }
        for (HostPattern host : service.labels().hosts()) {
            serve(service, Site.of(host), admitted);
        }
        if (service.labels().defaultBackend()) {
            serve(service, Site.ANY, admitted);
        }
    }

    /// To be called once, when all services are in.
    ProxyConfig toConfig() {
        sites.values().forEach(site -> site.report(places));
        places.report();
        Map<Site, List<Route>> routes = new TreeMap<>();
        Map<Site, HostTls> tls = new TreeMap<>();
        owners.holdings().keySet().forEach(site -> routes.put(site, List.of(reserved(site))));
        Map<String, Cluster> clusters = new TreeMap<>();
        sites.forEach((site, here) -> {
            List<Route> own = here.plainRoutes(httpsPort);
            here.tls().ifPresent(found -> tls.put(site, found));
            if (!own.isEmpty() || tls.containsKey(site)) {
                routes.put(site, own);
            }
            here.servingPools().forEach(pool -> addClusters(pool, clusters));
            if (here.isRedirected()) {
                here.pools().forEach(pool -> pool.services().forEach(service -> redirected.add(service.name())));
            }
        });
        List<VirtualHost> virtualHosts = new ArrayList<>(routes.size());
        routes.forEach((site, own) ->
                site.host().ifPresent(host -> virtualHosts.add(new VirtualHost(host, own, tls.get(site)))));
        return new ProxyConfig(
                virtualHosts,
                routes.getOrDefault(Site.ANY, List.of()),
                tls.get(Site.ANY),
                List.copyOf(clusters.values()));
    }

    /// Whether requests can come to it; after [#toConfig()].
    boolean isServing(RoutedService service) {
        return serving.contains(service.name());
    }

    /// After [#toConfig()].
    Outcome outcomeOf(RoutedService service) {
        if (serving.contains(service.name())) {
            if (service.labels().maintenance().isPresent()) {
                return Outcome.MAINTENANCE;
            }
            return service.endpoints().isEmpty() ? Outcome.NO_ENDPOINTS : Outcome.ROUTED;
        }
        if (redirected.contains(service.name())) {
            return Outcome.REDIRECTED;
        }
        return conflicting.contains(service.name()) ? Outcome.CONFLICT : Outcome.REFUSED;
    }

    private SiteRoutes at(Site site) {
        return sites.computeIfAbsent(site, SiteRoutes::new);
    }

    private void serve(RoutedService service, Site site, Set<Site> admitted) {
        if (admitted.contains(site) && isOwner(service, site)) {
            at(site).tryServe(service, places);
        }
    }

    private boolean isOwner(RoutedService service, Site site) {
        Optional<Holding> holding = owners.of(site);
        if (holding.isEmpty() || holding.get().tenant().equals(service.tenant())) {
            return true;
        }
        conflicting.add(service.name());
        places.add(conflict(service, holding.get()), site.toString());
        return false;
    }

    /// Somebody's, who serves nothing there now: it must not fall to the wildcard or default of somebody else.
    private static Route reserved(Site site) {
        return new Route("reserved@" + site + "/", "/", new RouteAction.Maintenance(""));
    }

    private void addClusters(Pool pool, Map<String, Cluster> clusters) {
        for (RoutedService service : pool.services()) {
            serving.add(service.name());
        }
        if (pool.isInMaintenance()) {
            return;
        }
        clusters.computeIfAbsent(pool.clusterName(), name -> pool.cluster());
        pool.services()
                .getFirst()
                .auth()
                .ifPresent(auth -> clusters.putIfAbsent(auth.cluster().name(), auth.cluster()));
    }

    private static Places.Entry conflict(RoutedService service, Holding holding) {
        String why = holding.isHeld()
                ? "it is kept for " + holding.tenant() + ", which had it until less than " + Ownership.HOLD.toSeconds()
                        + " s ago"
                : "it belongs to " + holding.tenant();
        return new Places.Entry(
                service.report(),
                Severity.ERROR,
                Assembly.CONFLICT_CODE,
                LabelNames.HOSTS,
                "is not served: " + why,
                "take another host; one that is given up is free " + Ownership.HOLD.toSeconds() + " s later");
    }
}
