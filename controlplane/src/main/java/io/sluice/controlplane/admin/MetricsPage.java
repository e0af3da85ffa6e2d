package io.sluice.controlplane.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/// `/metrics` in the Prometheus text format.
final class MetricsPage {

    private final AdminSources sources;
    private final CertificateDocuments certificates;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    MetricsPage(AdminSources sources, CertificateDocuments certificates) {
        this.sources = sources;
        this.certificates = certificates;
    }

    AdminResponse answer() {
        MetricFamilies families = new MetricFamilies();
        ControlMetrics.add(families, sources);
        LagMetrics.add(families, sources.lag());
        HealthMetrics.add(families, sources);
        ProxyList.addMetrics(families, sources);
        certificates.addMetrics(families);
        sources.traffic().read(reading -> {
            TrafficMetrics.add(families, reading);
            return reading.at();
        });
        ProcessMetrics.add(families);
        return new AdminResponse(200, writer.getContentType(), write(families.snapshots()));
    }

    private byte[] write(MetricSnapshots snapshots) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("metrics", e);
        }
        return bytes.toByteArray();
    }
}
