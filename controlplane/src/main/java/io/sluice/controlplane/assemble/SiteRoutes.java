package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.HostRedirect;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import org.jspecify.annotations.Nullable;

/// What is done for one site: a redirect of all requests, or the services of its paths.
final class SiteRoutes {

    private static final String ROOT = "/";

    private final Site site;
    private final SiteTls tls;
    private final Map<String, Pool> pools = new TreeMap<>();
    private @Nullable Pool passthrough;
    private @Nullable RoutedService redirecting;
    private @Nullable HostRedirect redirect;

    SiteRoutes(Site site) {
        this.site = site;
        this.tls = new SiteTls(site);
    }

    /// In the order of the claims, as [#tryServe].
    boolean tryRedirect(RoutedService service, HostRedirect wanted, Places places) {
        HostRedirect first = redirect;
        RoutedService older = redirecting;
        if (first == null || older == null) {
            redirect = wanted;
            redirecting = service;
            return true;
        }
        boolean agrees = first.base().equals(wanted.base()) && first.status() == wanted.status();
        if (!agrees) {
            places.add(
                    new Places.Entry(
                            service.report(),
                            Severity.WARNING,
                            "redirect-conflict",
                            LabelNames.REDIRECTS,
                            "is redirected elsewhere by service " + older.printableName() + ", which was there first",
                            "keep one of the two redirects"),
                    site.toString());
        }
        return agrees;
    }

    boolean tryServe(RoutedService service, Places places) {
        if (!tls.admits(service, places)) {
            return false;
        }
        if (service.tls().isPassthrough()) {
            return passedThrough().tryJoin(service, places);
        }
        String path = service.labels().contextRoot();
        return pools.computeIfAbsent(path, key -> new Pool(site, path)).tryJoin(service, places);
    }

    private Pool passedThrough() {
        if (passthrough == null) {
            passthrough = new Pool(site, ROOT);
        }
        return passthrough;
    }

    boolean isRedirected() {
        return redirect != null;
    }

    /// Those that requests or connections can come to: a redirect takes the plain ones.
    List<Pool> servingPools() {
        List<Pool> serving = new ArrayList<>();
        if (passthrough != null) {
            serving.add(passthrough);
        }
        if (redirect == null || tls.terminates()) {
            serving.addAll(pools.values());
        }
        return serving;
    }

    List<Pool> pools() {
        return List.copyOf(pools.values());
    }

    /// To be called when all claims are in. What a redirect hides is told to the others, not to its own service, which
    /// names the host to have it.
    void report(Places places) {
        RoutedService owner = redirecting;
        if (owner == null) {
            pools.values().forEach(pool -> pool.reportSharing(places));
            return;
        }
        for (Pool pool : pools.values()) {
            pool.services().stream()
                    .filter(service -> !service.name().equals(owner.name()))
                    .forEach(service -> places.add(hidden(service, owner), site.toString()));
        }
    }

    /// Of TLS connections.
    Optional<HostTls> tls() {
        List<Route> routes = pools.values().stream().map(Pool::route).toList();
        return tls.toTls(routes, Optional.ofNullable(passthrough));
    }

    /// Of plain requests.
    ///
    /// @param httpsPort where clients reach TLS
    List<Route> plainRoutes(int httpsPort) {
        RoutedService owner = redirecting;
        HostRedirect all = redirect;
        if (owner != null && all != null) {
            String name = owner.name() + (tls.terminates() ? "@http://" : "@") + site + ROOT;
            return List.of(new Route(name, ROOT, new RouteAction.Redirect(all.base(), all.status())));
        }
        List<Route> routes = new ArrayList<>();
        pools.values().forEach(pool -> routes.add(pool.plainRoute(tls.terminates(), httpsPort)));
        if (passthrough != null && isOnly(passthrough) && !pools.containsKey(ROOT)) {
            routes.add(passthrough.plainRoute(true, httpsPort));
        }
        return routes;
    }

    private static boolean isOnly(Pool pool) {
        return pool.services().getFirst().tls().only();
    }

    private static Places.Entry hidden(RoutedService service, RoutedService owner) {
        return new Places.Entry(
                service.report(),
                Severity.WARNING,
                "hidden-by-redirect",
                LabelNames.HOSTS,
                "is redirected by service " + owner.printableName() + ", so that no plain request for it arrives here",
                "remove the host here, or the redirect there");
    }
}
