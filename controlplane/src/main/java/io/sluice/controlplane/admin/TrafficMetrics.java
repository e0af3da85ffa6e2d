package io.sluice.controlplane.admin;

import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.metrics.TrafficCut.RouteTraffic;

/// What the loops counted.
final class TrafficMetrics {

    private TrafficMetrics() {}

    static void add(MetricFamilies families, TrafficHistory.Reading reading) {
        TrafficCut cut = reading.cut();
        for (Counter counter : Counter.values()) {
            families.counter("sluice_" + counter.metric(), counter.help(), count(cut, counter), Labels.EMPTY);
        }
        addOpen(families, cut);
        cut.failures()
                .forEach((failure, count) -> families.counter(
                        "sluice_failures_total",
                        "Responses that the proxy made itself, by cause",
                        count,
                        Labels.of("failure", failure)));
        cut.routes().forEach(route -> addRoute(families, route));
        cut.endpoints().forEach(endpoint -> addEndpoint(families, endpoint));
        reading.routes()
                .forEachTotal(
                        all -> true,
                        (name, summary) -> families.latency(
                                "sluice_route_request_duration_seconds",
                                "From the end of the request head to the end of the response",
                                summary,
                                Labels.of("route", name)));
        reading.clusters()
                .forEachTotal(
                        all -> true,
                        (name, summary) -> families.latency(
                                "sluice_cluster_response_duration_seconds",
                                "From the request's hand-over to an endpoint to its response head",
                                summary,
                                Labels.of("cluster", name)));
    }

    /// What is open now is what was opened and not yet closed.
    private static void addOpen(MetricFamilies families, TrafficCut cut) {
        families.gauge(
                "sluice_downstream_open_connections",
                "Client connections open now",
                open(cut, Counter.CONNECTIONS_ACCEPTED, Counter.CONNECTIONS_CLOSED));
        families.gauge(
                "sluice_upstream_open_connections",
                "Connections to endpoints open now",
                open(cut, Counter.UPSTREAM_CONNECTS, Counter.UPSTREAM_CLOSED));
        families.gauge(
                "sluice_open_tunnels",
                "Upgraded connections open now",
                open(cut, Counter.TUNNELS_OPENED, Counter.TUNNELS_CLOSED));
    }

    private static long open(TrafficCut cut, Counter opened, Counter closed) {
        return Math.max(0, count(cut, opened) - count(cut, closed));
    }

    private static long count(TrafficCut cut, Counter counter) {
        return cut.counters().getOrDefault(counter, 0L);
    }

    private static void addRoute(MetricFamilies families, RouteTraffic route) {
        Labels name = Labels.of("route", route.route());
        for (int i = 0; i < route.responses().size(); i++) {
            families.counter(
                    "sluice_route_requests_total",
                    "Requests of a route by status class; none: ended without a response",
                    route.responses().get(i),
                    Labels.of("route", route.route(), "code", ProxyDocuments.statusClass(i)));
        }
        families.counter("sluice_route_request_bytes_total", "Bytes of request bodies", route.requestBytes(), name);
        families.counter("sluice_route_response_bytes_total", "Bytes of response bodies", route.responseBytes(), name);
    }

    private static void addEndpoint(MetricFamilies families, EndpointTraffic endpoint) {
        Labels name = Labels.of("cluster", endpoint.cluster(), "endpoint", endpoint.address());
        families.counter("sluice_endpoint_requests_total", "Requests sent to an endpoint", endpoint.requests(), name);
        families.counter(
                "sluice_endpoint_failures_total",
                "Connect failures, resets and malformed responses of an endpoint",
                endpoint.failures(),
                name);
        families.counter(
                "sluice_endpoint_ejections_total",
                "Times an endpoint was left out because it failed",
                endpoint.ejections(),
                name);
        families.gauge(
                "sluice_endpoint_ejected",
                "1 while some loop leaves the endpoint out",
                endpoint.ejectedMillis() > 0 ? 1 : 0,
                name);
        families.gauge("sluice_endpoint_in_flight", "Requests at an endpoint now", endpoint.inFlight(), name);
        families.gauge(
                "sluice_endpoint_idle_connections",
                "Pooled connections to an endpoint",
                endpoint.idleConnections(),
                name);
    }
}
