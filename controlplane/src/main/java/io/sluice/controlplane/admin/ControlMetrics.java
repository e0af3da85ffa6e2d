package io.sluice.controlplane.admin;

import java.time.Duration;

import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.publish.PublisherView;

/// What the control plane did.
final class ControlMetrics {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private ControlMetrics() {}

    static void add(MetricFamilies families, AdminSources sources) {
        PublisherView view = sources.publisher().get();
        families.gauge(
                "sluice_build",
                "1, with the build in its labels",
                1,
                Labels.of(
                        "version",
                        sources.build().version(),
                        "commit",
                        sources.build().commit()));
        families.gauge(
                "sluice_ready",
                "1 while /readyz answers 200",
                sources.readiness().get().ready() ? 1 : 0);
        families.gauge("sluice_snapshot_generation", "Generation in every loop", view.generation());
        families.counter(
                "sluice_snapshot_failures_total",
                "Configs that could not be assembled or published",
                view.failures(),
                Labels.EMPTY);
        families.gauge(
                "sluice_source_fresh",
                "1 while the provider sees its source",
                view.source().fresh() ? 1 : 0);
        addErrors(families, view);
        families.gauge(
                "sluice_route_conflicts",
                "Services that ask for hosts of other tenants",
                view.errors().stream()
                        .filter(error -> error.code().equals(Assembly.CONFLICT_CODE))
                        .map(ConfigError::service)
                        .distinct()
                        .count());
        if (view.published()) {
            addLatest(families, view.history().getFirst());
        }
    }

    private static void addErrors(MetricFamilies families, PublisherView view) {
        for (ConfigError.Severity severity : ConfigError.Severity.values()) {
            long count = view.errors().stream()
                    .filter(error -> error.severity() == severity)
                    .count();
            String label = switch (severity) {
                case NOTICE -> "notice";
                case WARNING -> "warning";
                case ERROR -> "error";
            };
            families.gauge(
                    "sluice_config_errors",
                    "What operators wrote that is not used",
                    count,
                    Labels.of("severity", label));
        }
    }

    private static void addLatest(MetricFamilies families, PublisherView.Entry latest) {
        families.gauge(
                "sluice_snapshot_timestamp_seconds",
                "When the latest publication was in every loop",
                latest.at().toEpochMilli() / MILLIS_PER_SECOND);
        families.gauge(
                "sluice_snapshot_compile_seconds",
                "Config to snapshot, latest publication",
                seconds(latest.publication().compile()));
        families.gauge(
                "sluice_snapshot_swap_seconds",
                "Hand-over to the last loop's acknowledgement, latest publication",
                seconds(latest.publication().swap()));
        families.gauge("sluice_routes", "Routes published", latest.publication().routes());
        families.gauge(
                "sluice_endpoints", "Endpoints published", latest.publication().endpoints());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
