package io.sluice.controlplane.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.publish.ConfigChanges;
import io.sluice.controlplane.publish.PublisherView;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.controlplane.text.AddressText;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.VirtualHost;
import org.jspecify.annotations.Nullable;

/// How the control plane fares: source, errors, publications and the config they led to.
final class StatusDocuments {

    private final AdminSources sources;

    StatusDocuments(AdminSources sources) {
        this.sources = sources;
    }

    Map<String, Object> status() {
        PublisherView view = sources.publisher().get();
        Readiness readiness = sources.readiness().get();
        AdminSources.Listening listening = sources.listening();
        return Json.object(
                "version", sources.build().version(),
                "commit", sources.build().commit(),
                "ready", readiness.ready(),
                "reason", readiness.reason(),
                "generation", view.generation(),
                "http", listening.http().stream().map(AddressText::format).toList(),
                "https", listening.https().stream().map(AddressText::format).toList(),
                "transport", listening.transport(),
                "loops", listening.loops(),
                "source", source(view.source()),
                "errors", view.errors().size());
    }

    Map<String, Object> errors() {
        PublisherView view = sources.publisher().get();
        List<Object> errors = new ArrayList<>();
        for (ConfigError error : view.errors()) {
            errors.add(Json.object(
                    "severity", error.severity().name().toLowerCase(Locale.ROOT),
                    "code", error.code(),
                    "service", error.service(),
                    "label", error.label(),
                    "position", error.position(),
                    "message", error.message(),
                    "hint", error.hint()));
        }
        return Json.object("source", source(view.source()), "errors", errors);
    }

    Map<String, Object> snapshots() {
        PublisherView view = sources.publisher().get();
        List<Object> snapshots = new ArrayList<>();
        view.history().forEach(entry -> snapshots.add(snapshot(entry)));
        return Json.object(
                "generation", view.generation(), "failed_publications", view.failures(), "snapshots", snapshots);
    }

    private static Map<String, Object> snapshot(PublisherView.Entry entry) {
        Publication publication = entry.publication();
        return Json.object(
                "generation", publication.generation(),
                "at", entry.at().toString(),
                "summary", entry.changes().summary(),
                "hosts", publication.virtualHosts(),
                "routes", publication.routes(),
                "clusters", publication.clusters(),
                "endpoints", publication.endpoints(),
                "assemble_us", micros(entry.assemble()),
                "compile_us", micros(publication.compile()),
                "swap_us", micros(publication.swap()),
                "changes", changes(entry.changes()));
    }

    private static Map<String, Object> changes(ConfigChanges changes) {
        return Json.object(
                "hosts_added", changes.hostsAdded(),
                "hosts_removed", changes.hostsRemoved(),
                "hosts_changed", changes.hostsChanged(),
                "clusters_added", changes.clustersAdded(),
                "clusters_removed", changes.clustersRemoved(),
                "clusters_changed", changes.clustersChanged(),
                "endpoints_added", changes.endpointsAdded(),
                "endpoints_removed", changes.endpointsRemoved(),
                "endpoints_changed", changes.endpointsChanged());
    }

    Map<String, Object> config() {
        PublisherView view = sources.publisher().get();
        ProxyConfig config = view.config();
        return Json.object(
                "generation", view.generation(),
                "virtual_hosts",
                        config.virtualHosts().stream()
                                .map(StatusDocuments::host)
                                .toList(),
                "default_routes", routes(config.defaultRoutes()),
                "default_tls", tls(config.defaultTls()),
                "clusters",
                        config.clusters().stream().map(StatusDocuments::cluster).toList());
    }

    private static Map<String, Object> host(VirtualHost host) {
        return Json.object("host", host.host().toString(), "routes", routes(host.routes()), "tls", tls(host.tls()));
    }

    /// Names of certificates, never the certificates.
    private static Map<String, Object> tls(@Nullable HostTls tls) {
        return switch (tls) {
            case null -> Json.object("mode", "none");
            case HostTls.Passthrough(String cluster) -> Json.object("mode", "passthrough", "cluster", cluster);
            case HostTls.Terminate terminate ->
                Json.object(
                        "mode", "terminate",
                        "identity", terminate.identity(),
                        "client_certificates",
                                terminate.clients().demand().name().toLowerCase(Locale.ROOT),
                        "routes", routes(terminate.routes()));
        };
    }

    private static List<Map<String, Object>> routes(List<Route> routes) {
        return routes.stream()
                .map(route -> {
                    Map<String, Object> document = Json.object("name", route.name(), "path", route.pathPrefix());
                    document.putAll(RouteDocument.of(route));
                    return document;
                })
                .toList();
    }

    private static Map<String, Object> cluster(Cluster cluster) {
        return Json.object(
                "name", cluster.name(),
                "balance", cluster.policy().name().toLowerCase(Locale.ROOT),
                "connect_timeout_ms", cluster.timeouts().connect().toMillis(),
                "response_timeout_ms", cluster.timeouts().response().toMillis(),
                "body_gap_timeout_ms", cluster.timeouts().bodyGap().toMillis(),
                "tunnel_idle_timeout_ms", cluster.timeouts().tunnelIdle().toMillis(),
                "pooled_idle_timeout_ms", cluster.timeouts().pooledIdle().toMillis(),
                "endpoints",
                        cluster.endpoints().stream()
                                .map(endpoint ->
                                        Json.object("name", endpoint.name(), "address", endpoint.hostAndPort()))
                                .toList());
    }

    private static Map<String, Object> source(SourceStatus source) {
        return Json.object(
                "source", source.source(),
                "fresh", source.fresh(),
                "since", source.since().toString(),
                "detail", source.detail());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
