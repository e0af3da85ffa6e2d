package io.sluice.controlplane.admin;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.sluice.dataplane.Explanation;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;

/// `?url=…&header=K:%20V&client=IP`: how a request would be routed.
final class ExplainPage {

    private final AdminSources sources;

    ExplainPage(AdminSources sources) {
        this.sources = sources;
    }

    AdminResponse answer(AdminRequest request) {
        RequestUrl url = RequestUrl.parse(request.parameter("url")
                .orElseThrow(() -> new IllegalArgumentException("needs ?url=http://host/path")));
        Headers headers = Headers.parse(request.parameters("header"));
        String authority = headers.host().orElse(url.authority());
        Explanation explanation = sources.explainer().apply(authority, url.target());
        Map<String, Object> document =
                document(explanation, new HealthFields(sources.health().get()), new EndpointStates(cut()));
        explanation.cluster().ifPresent(cluster -> addMode(document, cluster));
        request.parameter("client").ifPresent(client -> document.put("client", client(client)));
        document.put("headers_without_effect", headers.others());
        return AdminResponse.json(document);
    }

    private TrafficCut cut() {
        return sources.traffic().read(TrafficHistory.Reading::cut);
    }

    /// Of the service that names the cluster; one that serves it beside that one may have another.
    private void addMode(Map<String, Object> document, Cluster cluster) {
        sources.publisher().get().services().stream()
                .filter(service -> service.service().equals(cluster.name()))
                .findFirst()
                .ifPresent(service -> {
                    document.put("mode", service.mode());
                    document.put("mode_reason", service.modeReason());
                });
    }

    private static Map<String, Object> document(Explanation explanation, HealthFields health, EndpointStates states) {
        Map<String, Object> document = Json.object(
                "generation", explanation.generation(),
                "host", explanation.host(),
                "path", explanation.path(),
                "forwarded", explanation.sentTarget().isPresent(),
                "redirect", explanation.redirect().orElse(""),
                "refusal", explanation.refusal().orElse(""),
                "virtual_host", explanation.virtualHost().orElse(""));
        document.put("route", explanation.route().map(route -> route.name()).orElse(""));
        document.put(
                "path_prefix",
                explanation.route().map(route -> route.pathPrefix()).orElse(""));
        document.put("endpoint_sees", explanation.sentTarget().orElse(""));
        document.put("cluster", explanation.cluster().map(Cluster::name).orElse(""));
        document.put("balance", explanation.cluster().map(ExplainPage::balance).orElse(""));
        document.put(
                "endpoints",
                explanation
                        .cluster()
                        .map(cluster -> endpoints(cluster, health, states))
                        .orElse(List.of()));
        document.put("nearest", explanation.nearest());
        return document;
    }

    private static String balance(Cluster cluster) {
        return cluster.policy().name().toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, Object>> endpoints(Cluster cluster, HealthFields health, EndpointStates states) {
        List<Map<String, Object>> endpoints = new ArrayList<>();
        for (Endpoint endpoint : cluster.endpoints()) {
            EndpointTraffic known = states.of(cluster.name(), endpoint);
            Map<String, Object> document = Json.object(
                    "name", endpoint.name(),
                    "address", endpoint.hostAndPort(),
                    "state", EndpointStates.state(known, endpoint),
                    "ejected_ms", known.ejectedMillis());
            health.addTo(document, endpoint.address());
            endpoints.add(document);
        }
        return endpoints;
    }

    private Map<String, Object> client(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        boolean trusted = sources.listening().trustedProxies().stream().anyMatch(cidr -> cidr.contains(address));
        return Json.object(
                "address",
                address.getHostAddress(),
                "trusted_proxy",
                trusted,
                "x_forwarded_for",
                trusted ? "believed and appended to" : "replaced");
    }

    /// @param others names of fields that do not take part in routing
    private record Headers(Optional<String> host, List<String> others) {

        static Headers parse(List<String> lines) {
            Optional<String> host = Optional.empty();
            List<String> others = new ArrayList<>();
            for (String line : lines) {
                int colon = line.indexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("header '" + line + "' is not of the form 'Name: value'");
                }
                String name = line.substring(0, colon).strip();
                if (name.equalsIgnoreCase("host")) {
                    host = Optional.of(line.substring(colon + 1).strip());
                } else {
                    others.add(name);
                }
            }
            return new Headers(host, others);
        }
    }
}
