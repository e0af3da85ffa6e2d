package io.sluice.dataplane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.VirtualHost;

/// Hosts, routes and clusters for one publication, route by route.
final class Site {

    private final Map<String, List<Route>> hosts = new LinkedHashMap<>();
    private final List<Route> defaults = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();

    Site cluster(String name, ScriptedEndpoint... endpoints) {
        return cluster(
                name, Arrays.stream(endpoints).map(ScriptedEndpoint::endpoint).toList());
    }

    Site cluster(String name, List<Endpoint> endpoints) {
        clusters.add(new Cluster(name, endpoints, LbPolicy.ROUND_ROBIN, RunningProxy.UPSTREAM));
        return this;
    }

    Site route(String host, String prefix, RouteAction action) {
        return route(host, prefix, action, RoutePolicy.NONE);
    }

    Site route(String host, String prefix, RouteAction action, RoutePolicy policy) {
        hosts.computeIfAbsent(host, ignored -> new ArrayList<>()).add(new Route(host + prefix, prefix, action, policy));
        return this;
    }

    Site defaultRoute(RouteAction action) {
        defaults.add(new Route("default", "/", action));
        return this;
    }

    /// What routing looks at: body limit, error page, websocket paths.
    static RoutePolicy policy(long maxBodyBytes, String errorPage, List<String> websocketPrefixes) {
        return new RoutePolicy(
                FieldEdits.NONE,
                FieldEdits.NONE,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                maxBodyBytes,
                errorPage,
                websocketPrefixes);
    }

    ProxyConfig config() {
        List<VirtualHost> virtualHosts = new ArrayList<>();
        hosts.forEach((host, routes) -> virtualHosts.add(new VirtualHost(HostPattern.of(host), routes)));
        return new ProxyConfig(virtualHosts, defaults, clusters);
    }
}
