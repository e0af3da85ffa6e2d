package io.sluice.controlplane.swarm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whether the source is seen, once per change. Owned by the watcher's job.
final class StatusReport {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);

    private final InstantSource clock;
    private final Consumer<SourceStatus> statuses;
    private String source;
    private Instant lastGood;
    private SourceStatus last;

    /// Nothing is told yet.
    StatusReport(String source, InstantSource clock, Consumer<SourceStatus> statuses) {
        this.source = source;
        this.clock = clock;
        this.statuses = statuses;
        this.lastGood = clock.instant();
        this.last = new SourceStatus(source, false, lastGood, "");
    }

    void onConnected(String source) {
        this.source = source;
    }

    void fresh() {
        lastGood = clock.instant();
        if (!last.fresh() || !last.source().equals(source)) {
            LOG.info("{}: in sync", source);
            tell(new SourceStatus(source, true, lastGood, ""));
        }
    }

    void stale(String reason) {
        if (last.fresh() || !last.detail().equals(reason)) {
            LOG.warn("{}: the last good state is kept, of {}: {}", source, lastGood, reason);
            tell(new SourceStatus(source, false, lastGood, reason));
        }
    }

    private void tell(SourceStatus status) {
        last = status;
        statuses.accept(status);
    }
}
