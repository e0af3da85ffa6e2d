package io.sluice.controlplane.admin;

import java.util.Locale;

import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.controlplane.health.EndpointHealth.Verdict;
import io.sluice.controlplane.health.HealthReport;
import io.sluice.dataplane.model.Cluster;

/// What active checks did and found.
final class HealthMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private HealthMetrics() {}

    static void add(MetricFamilies families, AdminSources sources) {
        HealthReport report = sources.health().get();
        report.checks()
                .forEach((outcome, count) -> families.counter(
                        "sluice_health_checks_total",
                        "Checks of endpoints by result; skipped: this host could not make them",
                        count,
                        Labels.of("result", outcome.name().toLowerCase(Locale.ROOT))));
        families.gauge("sluice_health_checks_running", "Checks under way", report.running());
        families.gauge(
                "sluice_health_checks_lag_seconds",
                "How late the longest overdue check is: more than a moment when limits hold checks back",
                report.lag().toNanos() / NANOS_PER_SECOND);
        for (Verdict verdict : Verdict.values()) {
            families.gauge(
                    "sluice_health_checked_endpoints",
                    "Endpoints that are checked, by verdict; pending: new, and no check has passed",
                    report.endpoints().stream()
                            .filter(endpoint -> endpoint.verdict() == verdict)
                            .count(),
                    Labels.of("health", verdict.name().toLowerCase(Locale.ROOT)));
        }
        sources.publisher().get().config().clusters().forEach(cluster -> addUnhealthy(families, cluster));
    }

    private static void addUnhealthy(MetricFamilies families, Cluster cluster) {
        families.gauge(
                "sluice_cluster_unhealthy_endpoints",
                "Endpoints published as not healthy",
                cluster.endpoints().stream()
                        .filter(endpoint -> !endpoint.healthy())
                        .count(),
                Labels.of("cluster", cluster.name()));
    }
}
