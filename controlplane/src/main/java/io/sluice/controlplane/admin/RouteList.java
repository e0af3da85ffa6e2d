package io.sluice.controlplane.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import org.jspecify.annotations.Nullable;

/// The routes of a host, and over what requests come to each.
final class RouteList {

    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private RouteList() {}

    /// In the order of the plain ones, then the others. What is passed through is shown as a route of its own.
    static Map<Route, List<String>> of(List<Route> plain, @Nullable HostTls tls) {
        Map<Route, List<String>> ways = new LinkedHashMap<>();
        plain.forEach(route -> add(ways, route, HTTP));
        switch (tls) {
            case null -> {}
            case HostTls.Terminate terminate -> terminate.routes().forEach(route -> add(ways, route, HTTPS));
            case HostTls.Passthrough(String cluster) ->
                add(ways, new Route(cluster + "@tls", "/", new RouteAction.Forward(cluster)), "tls");
        }
        return ways;
    }

    private static void add(Map<Route, List<String>> ways, Route route, String way) {
        ways.computeIfAbsent(route, key -> new ArrayList<>()).add(way);
    }
}
