package io.sluice.controlplane.admin;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.health.EndpointHealth;
import io.sluice.controlplane.publish.PublisherView;
import io.sluice.controlplane.text.AddressText;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.metrics.TrafficCut.RouteTraffic;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.VirtualHost;

/// What is routed now and how much went there.
final class ProxyDocuments {

    /// Stands for "every other host" where a host is expected.
    private static final String ANY_HOST = "*";

    private static final List<String> STATUS_CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

    private final AdminSources sources;

    ProxyDocuments(AdminSources sources) {
        this.sources = sources;
    }

    Map<String, Object> routes() {
        PublisherView view = sources.publisher().get();
        Map<String, RouteTraffic> traffic = cut().routes().stream()
                .collect(Collectors.toMap(RouteTraffic::route, Function.identity(), (a, b) -> a, HashMap::new));
        List<Object> routes = new ArrayList<>();
        for (VirtualHost host : view.config().virtualHosts()) {
            RouteList.of(host.routes(), host.tls())
                    .forEach((route, ways) -> routes.add(route(host.host().toString(), route, ways, traffic)));
        }
        RouteList.of(view.config().defaultRoutes(), view.config().defaultTls())
                .forEach((route, ways) -> routes.add(route(ANY_HOST, route, ways, traffic)));
        return Json.object("generation", view.generation(), "routes", routes);
    }

    private static Map<String, Object> route(
            String host, Route route, List<String> ways, Map<String, RouteTraffic> traffic) {
        RouteTraffic counted = traffic.get(route.name());
        Map<String, Object> document = Json.object("name", route.name(), "host", host, "path", route.pathPrefix());
        document.put("over", ways);
        document.putAll(RouteDocument.of(route));
        document.put("requests", counted == null ? 0L : sum(counted.responses()));
        document.put("responses", counted == null ? Map.of() : responses(counted.responses()));
        document.put("request_bytes", counted == null ? 0L : counted.requestBytes());
        document.put("response_bytes", counted == null ? 0L : counted.responseBytes());
        return document;
    }

    /// Names of the entries of [RouteTraffic#responses].
    static String statusClass(int index) {
        return STATUS_CLASSES.get(index);
    }

    private static Map<String, Object> responses(List<Long> counts) {
        Map<String, Object> responses = Json.object();
        for (int i = 0; i < counts.size() && i < STATUS_CLASSES.size(); i++) {
            responses.put(statusClass(i), counts.get(i));
        }
        return responses;
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Object> services() {
        PublisherView view = sources.publisher().get();
        List<Object> services = new ArrayList<>();
        for (ServiceSummary service : view.services()) {
            services.add(Json.object(
                    "service", service.service(),
                    "hosts", service.hosts(),
                    "path", service.path(),
                    "redirects", service.redirects(),
                    "mode", service.mode(),
                    "mode_reason", service.modeReason(),
                    "network", service.network(),
                    "endpoints", service.endpoints(),
                    "state", service.state()));
        }
        return Json.object("generation", view.generation(), "services", services);
    }

    Map<String, Object> endpoints() {
        PublisherView view = sources.publisher().get();
        EndpointStates states = new EndpointStates(cut());
        HealthFields health = new HealthFields(sources.health().get());
        List<Object> endpoints = new ArrayList<>();
        Set<InetSocketAddress> published = new HashSet<>();
        for (Cluster cluster : view.config().clusters()) {
            for (Endpoint endpoint : cluster.endpoints()) {
                EndpointTraffic known = states.take(cluster.name(), endpoint);
                Map<String, Object> document = endpoint(known, endpoint.name(), EndpointStates.state(known, endpoint));
                health.addTo(document, endpoint.address());
                published.add(endpoint.address());
                endpoints.add(document);
            }
        }
        health.without(published).forEach(one -> endpoints.add(starting(one, health)));
        states.others().stream()
                .filter(gone -> gone.inFlight() > 0)
                .forEach(gone -> endpoints.add(endpoint(gone, "", "draining")));
        return Json.object("generation", view.generation(), "endpoints", endpoints);
    }

    private static Map<String, Object> starting(EndpointHealth endpoint, HealthFields health) {
        EndpointTraffic none =
                new EndpointTraffic(endpoint.service(), AddressText.format(endpoint.address()), 0, 0, 0, 0);
        Map<String, Object> document = endpoint(none, endpoint.endpoint(), "starting");
        health.addTo(document, endpoint.address());
        return document;
    }

    private static Map<String, Object> endpoint(EndpointTraffic counted, String name, String state) {
        return Json.object(
                "cluster", counted.cluster(),
                "name", name,
                "address", counted.address(),
                "state", state,
                "in_flight", counted.inFlight(),
                "idle_connections", counted.idleConnections(),
                "requests", counted.requests(),
                "failures", counted.failures(),
                "ejections", counted.ejections(),
                "ejected_ms", counted.ejectedMillis());
    }

    private TrafficCut cut() {
        return sources.traffic().read(TrafficHistory.Reading::cut);
    }
}
