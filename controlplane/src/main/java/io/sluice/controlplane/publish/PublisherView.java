package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.assemble.CertificateUse;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.ProxyConfig;

/// What the publisher knows at one moment.
///
/// @param config that every loop has; empty before the first publication
/// @param services of the latest assembly
/// @param certificates that services of the latest assembly name
/// @param errors of the source, the latest assembly and the latest attempt to publish
/// @param history newest first
/// @param failures attempts to assemble or publish that failed since start
public record PublisherView(
        ProxyConfig config,
        List<ServiceSummary> services,
        List<CertificateUse> certificates,
        List<ConfigError> errors,
        SourceStatus source,
        List<Entry> history,
        long failures) {

    public PublisherView {
        services = List.copyOf(services);
        certificates = List.copyOf(certificates);
        errors = List.copyOf(errors);
        history = List.copyOf(history);
    }

    static PublisherView initial(Instant now) {
        SourceStatus none = new SourceStatus("none", false, now, "no provider has reported yet");
        return new PublisherView(ProxyConfig.EMPTY, List.of(), List.of(), List.of(), none, List.of(), 0);
    }

    /// Whether a snapshot is in every loop.
    public boolean published() {
        return !history.isEmpty();
    }

    public long generation() {
        return history.isEmpty() ? 0 : history.getFirst().publication().generation();
    }

    /// One publication.
    ///
    /// @param assemble from swarm state to config
    /// @param changes against the publication before
    public record Entry(Publication publication, Instant at, Duration assemble, ConfigChanges changes) {}
}
