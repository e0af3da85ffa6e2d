package io.sluice.dataplane.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.dataplane.filter.RouteFilters;
import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.VirtualHost;
import io.sluice.dataplane.snapshot.Snapshot.EndpointKey;
import io.sluice.dataplane.snapshot.Snapshot.Numbers;
import org.jspecify.annotations.Nullable;

/// Makes a [Snapshot] of a [ProxyConfig], off the loops.
public final class SnapshotCompiler {

    private final ProxyConfig config;
    private final Numbers numbers;
    private final CookieKey cookieKey;
    private final Moment now;
    private final Map<String, CompiledCluster> clusters = new HashMap<>();
    private final CompiledRoute[] routes;

    private SnapshotCompiler(ProxyConfig config, Numbers numbers, CookieKey cookieKey, Moment now) {
        this.config = config;
        this.numbers = numbers;
        this.cookieKey = cookieKey;
        this.now = now;
        routes = new CompiledRoute[numbers.routes().slots()];
    }

    /// The snapshot before the first publication.
    public static Snapshot empty() {
        return new SnapshotCompiler(ProxyConfig.EMPTY, Numbers.NONE, CookieKey.of(new byte[0]), Moment.now())
                .compiled(0);
    }

    /// @throws IllegalArgumentException when names repeat or an action names no cluster
    ///
    /// @param cookieKey of the cookies that bind clients to endpoints
    /// @param now from which the age of endpoints counts
    public static Snapshot compile(ProxyConfig config, Snapshot previous, CookieKey cookieKey, Moment now) {
        Numbers numbers = new Numbers(
                new StableNumbers<>(previous.numbers().routes(), routeNames(config)),
                new StableNumbers<>(previous.numbers().clusters(), clusterNames(config)),
                new StableNumbers<>(previous.numbers().endpoints(), endpointKeys(config)));
        return new SnapshotCompiler(config, numbers, cookieKey, now).compiled(previous.generation() + 1);
    }

    /// With a key of its own, now.
    public static Snapshot compile(ProxyConfig config, Snapshot previous) {
        return compile(config, previous, CookieKey.of(new byte[0]), Moment.now());
    }

    private static List<String> routeNames(ProxyConfig config) {
        List<String> names = new ArrayList<>();
        for (VirtualHost host : config.virtualHosts()) {
            addNames(host.routes(), host.tls(), names);
        }
        addNames(config.defaultRoutes(), config.defaultTls(), names);
        return requireUnique("routes", names);
    }

    /// A route may serve a host with and without TLS: it is one.
    private static void addNames(List<Route> plain, @Nullable HostTls tls, List<String> names) {
        plain.forEach(route -> names.add(route.name()));
        if (tls instanceof HostTls.Terminate terminate) {
            terminate.routes().stream()
                    .filter(route -> !plain.contains(route))
                    .forEach(route -> names.add(route.name()));
        }
    }

    private static List<String> clusterNames(ProxyConfig config) {
        return requireUnique(
                "clusters", config.clusters().stream().map(Cluster::name).toList());
    }

    private static List<EndpointKey> endpointKeys(ProxyConfig config) {
        List<EndpointKey> keys = new ArrayList<>();
        config.clusters().forEach(cluster -> cluster.endpoints().forEach(endpoint -> keys.add(key(cluster, endpoint))));
        return requireUnique("endpoints", keys);
    }

    private static EndpointKey key(Cluster cluster, Endpoint endpoint) {
        return new EndpointKey(cluster.name(), endpoint.address());
    }

    private static <K> List<K> requireUnique(String what, List<K> keys) {
        Set<K> seen = new HashSet<>();
        for (K key : keys) {
            if (!seen.add(key)) {
                throw new IllegalArgumentException("two " + what + " are the same: " + key);
            }
        }
        return keys;
    }

    private Snapshot compiled(long generation) {
        config.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster(cluster)));
        List<HostPattern> hosts = new ArrayList<>(config.virtualHosts().size());
        List<PathTable> paths = new ArrayList<>(config.virtualHosts().size());
        List<HostPattern> tlsHosts = new ArrayList<>();
        List<CompiledTls> tls = new ArrayList<>();
        for (VirtualHost virtualHost : config.virtualHosts()) {
            hosts.add(virtualHost.host());
            paths.add(paths(virtualHost.routes()));
            HostTls wanted = virtualHost.tls();
            if (wanted != null) {
                tlsHosts.add(virtualHost.host());
                tls.add(tls(virtualHost.host().toString(), wanted));
            }
        }
        HostTls other = config.defaultTls();
        return new Snapshot(
                generation,
                config,
                numbers,
                new Snapshot.Table<>(
                        new HostTable<>(requireUnique("virtual hosts", hosts), paths), paths(config.defaultRoutes())),
                new Snapshot.Table<>(new HostTable<>(tlsHosts, tls), other == null ? CompiledTls.NONE : tls("", other)),
                routes);
    }

    private CompiledTls tls(String host, HostTls wanted) {
        return switch (wanted) {
            case HostTls.Terminate terminate -> new CompiledTls(host, wanted, paths(terminate.routes()), null);
            case HostTls.Passthrough passthrough -> {
                CompiledCluster cluster = clusters.get(passthrough.cluster());
                if (cluster == null) {
                    throw new IllegalArgumentException(
                            "TLS of host " + host + " is passed to no cluster: " + passthrough.cluster());
                }
                yield new CompiledTls(host, wanted, PathTable.EMPTY, cluster);
            }
        };
    }

    private CompiledCluster cluster(Cluster cluster) {
        CompiledEndpoint[] endpoints = new CompiledEndpoint[cluster.endpoints().size()];
        for (int i = 0; i < endpoints.length; i++) {
            Endpoint endpoint = cluster.endpoints().get(i);
            endpoints[i] =
                    new CompiledEndpoint(numbers.endpoints().of(key(cluster, endpoint)), cluster.name(), endpoint);
        }
        BalancePlan plan = new BalancePlan(cluster, now, cookieKey);
        return new CompiledCluster(numbers.clusters().of(cluster.name()), cluster, endpoints, plan);
    }

    private PathTable paths(List<Route> hostRoutes) {
        List<CompiledRoute> compiled = new ArrayList<>(hostRoutes.size());
        Set<String> prefixes = new HashSet<>();
        for (Route route : hostRoutes) {
            if (!prefixes.add(PathTable.withoutTrailingSlash(route.pathPrefix()))) {
                throw new IllegalArgumentException("route " + route.name() + " repeats " + route.pathPrefix());
            }
            compiled.add(route(route));
        }
        return compiled.isEmpty() ? PathTable.EMPTY : new PathTable(compiled);
    }

    private CompiledRoute route(Route route) {
        int number = numbers.routes().of(route.name());
        RoutePolicy policy = route.policy();
        List<String> websockets = policy.websocketPrefixes();
        routes[number] = new CompiledRoute(
                number,
                route,
                action(route),
                policy.maxBodyBytes(),
                page(policy.errorPage()),
                websockets == null ? PathSet.ALL : new PathSet(websockets),
                RouteFilters.of(number, policy),
                authCluster(policy.forwardAuth()));
        return routes[number];
    }

    /// Null when it is not there: then nobody may pass, and the other routes are as good as before.
    private @Nullable CompiledCluster authCluster(@Nullable ForwardAuth auth) {
        return auth == null ? null : clusters.get(auth.cluster());
    }

    private CompiledAction action(Route route) {
        return switch (route.action()) {
            case RouteAction.Forward forward -> forward(route, forward);
            case RouteAction.Redirect redirect ->
                new CompiledAction.Redirect(redirect.status(), Octets.ascii(redirect.base()));
            case RouteAction.RedirectToHttps redirect -> new CompiledAction.RedirectToHttps(portText(redirect.port()));
            case RouteAction.Text text ->
                new CompiledAction.Text(
                        LocalBody.of("text/plain; charset=utf-8", text.text().getBytes(StandardCharsets.UTF_8)));
            case RouteAction.Maintenance maintenance -> new CompiledAction.Maintenance(page(maintenance.page()));
        };
    }

    private CompiledAction.Forward forward(Route route, RouteAction.Forward forward) {
        CompiledCluster cluster = clusters.get(forward.cluster());
        if (cluster == null) {
            throw new IllegalArgumentException("route " + route.name() + " names no cluster: " + forward.cluster());
        }
        String prefix = PathTable.withoutTrailingSlash(route.pathPrefix());
        return new CompiledAction.Forward(cluster, forward.stripPrefix() ? prefix.length() : 0);
    }

    private static byte[] portText(int port) {
        return Octets.ascii(port == RouteAction.RedirectToHttps.STANDARD_PORT ? "" : ":" + port);
    }

    private static LocalBody page(String html) {
        return html.isEmpty() ? LocalBody.NONE : LocalBody.html(html);
    }
}
