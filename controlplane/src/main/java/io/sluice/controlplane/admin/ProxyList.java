package io.sluice.controlplane.admin;

import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.controlplane.link.ProxyView;

/// The proxies that are connected to this control plane, or were lately.
final class ProxyList {

    private static final double MILLIS_PER_SECOND = 1e3;

    private ProxyList() {}

    static Map<String, Object> document(AdminSources sources) {
        List<Map<String, Object>> proxies =
                sources.proxies().get().stream().map(ProxyList::proxy).toList();
        return Json.object("proxies", proxies);
    }

    private static Map<String, Object> proxy(ProxyView proxy) {
        return Json.object(
                "name", proxy.name(),
                "address", proxy.address(),
                "connected", proxy.connected(),
                "connection_since", proxy.connectedSince().toString(),
                "build", proxy.build(),
                "transport", proxy.transport(),
                "loops", proxy.loops(),
                "serving", proxy.serving(),
                "since", proxy.since().toString(),
                "stale", !proxy.connected() || proxy.behind().isPositive(),
                "behind_ms", proxy.behind().toMillis(),
                "apply_us", proxy.applied().toNanos() / 1_000,
                "error", proxy.error());
    }

    static void addMetrics(MetricFamilies families, AdminSources sources) {
        List<ProxyView> proxies = sources.proxies().get();
        families.gauge(
                "sluice_proxies_connected",
                "Proxies that are connected to this control plane",
                proxies.stream().filter(ProxyView::connected).count());
        for (ProxyView proxy : proxies) {
            families.gauge(
                    "sluice_proxy_behind_seconds",
                    "How long the proxy has not served the latest snapshot; 0: it does",
                    proxy.behind().toMillis() / MILLIS_PER_SECOND,
                    Labels.of("proxy", proxy.name()));
        }
    }
}
