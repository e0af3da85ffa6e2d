package io.sluice.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.HealthOverlay;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.link.RemoteConfig;
import io.sluice.controlplane.link.SnapshotReceiver;
import io.sluice.controlplane.publish.ConfigChanges;
import io.sluice.controlplane.publish.PublisherView;
import io.sluice.controlplane.publish.SnapshotTarget;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.ProxyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From what control planes say to the loops of this proxy: lays its own verdicts of endpoints over each config.
final class RemoteSource implements SnapshotReceiver {

    private static final int HISTORY_ENTRIES = 100;
    private static final Logger LOG = LoggerFactory.getLogger(RemoteSource.class);

    private final SnapshotTarget target;
    private final Consumer<List<CheckTarget>> checks;
    private final InstantSource clock;
    private RemoteConfig latest = new RemoteConfig(ProxyConfig.EMPTY, List.of()); // guarded by this
    private HealthView health = HealthView.ALL_HEALTHY; // guarded by this
    private volatile PublisherView view;
    private volatile boolean synced;

    RemoteSource(SnapshotTarget target, Consumer<List<CheckTarget>> checks, InstantSource clock) {
        this.target = target;
        this.checks = checks;
        this.clock = clock;
        SourceStatus none =
                new SourceStatus("control plane", false, clock.instant(), "no control plane has answered yet");
        this.view = new PublisherView(ProxyConfig.EMPTY, List.of(), List.of(), List.of(), none, List.of(), 0);
    }

    PublisherView view() {
        return view;
    }

    /// Whether a control plane has been heard since the start.
    boolean isSynced() {
        return synced;
    }

    @Override
    public synchronized void onConfig(RemoteConfig config) {
        publish(HealthOverlay.applyTo(config.config(), config.checks(), health));
        latest = config;
        checks.accept(config.checks());
    }

    /// The latest config is published again with it.
    synchronized void onHealth(HealthView next) {
        health = next;
        ProxyConfig config = HealthOverlay.applyTo(latest.config(), latest.checks(), next);
        if (view.published() && !config.equals(view.config())) {
            try {
                publish(config);
            } catch (RuntimeException e) {
                LOG.warn("verdicts of endpoints could not be published", e);
            }
        }
    }

    @Override
    public synchronized void onConnected(String controlPlane) {
        synced = true;
        onStatus(new SourceStatus("control plane " + controlPlane, true, clock.instant(), ""));
    }

    @Override
    public synchronized void onDisconnected(String reason) {
        SourceStatus present = view.source();
        if (present.fresh()) {
            LOG.warn("{} is lost: {}; the last good snapshot stays", present.source(), reason);
        }
        Instant since = present.fresh() ? clock.instant() : present.since();
        onStatus(new SourceStatus(present.source(), false, since, reason));
    }

    private void onStatus(SourceStatus status) {
        view = new PublisherView(
                view.config(), List.of(), List.of(), List.of(), status, view.history(), view.failures());
    }

    private void publish(ProxyConfig config) {
        List<PublisherView.Entry> history = new ArrayList<>(view.history());
        try {
            Publication publication = target.publish(config);
            ConfigChanges changes = ConfigChanges.between(view.config(), config);
            history.addFirst(new PublisherView.Entry(publication, clock.instant(), Duration.ZERO, changes));
            LOG.info("serving generation {} ({})", publication.generation(), changes.summary());
        } catch (RuntimeException e) {
            view = new PublisherView(
                    view.config(), List.of(), List.of(), List.of(), view.source(), history, view.failures() + 1);
            throw e;
        }
        if (history.size() > HISTORY_ENTRIES) {
            history.removeLast();
        }
        view = new PublisherView(config, List.of(), List.of(), List.of(), view.source(), history, view.failures());
    }
}
