package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.sluice.controlplane.docker.DockerException;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one [SwarmState] true to what an engine says of its swarm. One job on a virtual thread, which calls both
/// consumers; a second thread only listens to events.
///
/// When the engine is gone or talks nonsense, nothing is handed on: the last good state stands, and the status says
/// since when and why. On its return everything is read anew.
public final class SwarmWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SwarmWatcher.class);
    private static final Duration END_WAIT = Duration.ofSeconds(1);

    private final DockerGateway gateway;
    private final WatchSettings settings;
    private final PublishedState published;
    private final StatusReport status;
    private final Backoff backoff;
    private final Thread job;
    private volatile boolean closed; // whoever closes writes, the job reads

    /// @param gateway stays the caller's to close, after this
    /// @param states gets each state that differs from the one before, the first one always
    /// @param statuses gets each change; the first comes when the first reading succeeded or failed
    /// @param clock of the wall, for the status only
    public SwarmWatcher(
            DockerGateway gateway,
            WatchSettings settings,
            Consumer<SwarmState> states,
            Consumer<SourceStatus> statuses,
            InstantSource clock) {
        this.gateway = gateway;
        this.settings = settings;
        this.published =
                new PublishedState(new ShrinkGuard(settings.shrinkServices(), settings.shrinkConfirm()), states);
        this.status = new StatusReport("docker " + gateway.host(), clock, statuses);
        this.backoff = newBackoff();
        this.job = Thread.ofVirtual().name("swarm-watcher").unstarted(this::run);
    }

    /// To be called once.
    public void start() {
        job.start();
    }

    /// Returns when the threads have ended and nothing more will be handed on.
    @Override
    public void close() {
        closed = true;
        job.interrupt();
        try {
            if (job.getState() != Thread.State.NEW && !job.join(END_WAIT)) {
                LOG.error("the watcher of docker {} does not end", gateway.host());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                String failure = watchUntilFailure();
                published.onDisconnected();
                if (!closed) {
                    status.stale(failure);
                    Thread.sleep(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /// Returns why it could not go on.
    private String watchUntilFailure() throws InterruptedException {
        try {
            Engine engine = gateway.connect();
            status.onConnected(engine.source());
            watch(engine);
            return "closed";
        } catch (DockerException e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the watcher of docker {} failed and starts again", gateway.host(), e);
            return "internal error: " + e;
        }
    }

    private void watch(Engine engine) throws InterruptedException {
        try (var session = new WatchSession(
                gateway, engine, settings, newBackoff(), SwarmWatcher::random, published::onServiceEvent)) {
            while (!closed) {
                SwarmState state = session.next();
                Optional<String> doubt = published.offer(state, System.nanoTime());
                doubt.ifPresentOrElse(status::stale, status::fresh);
                backoff.reset();
            }
        }
    }

    private Backoff newBackoff() {
        Duration most = gateway.host().local() ? settings.retryMostLocal() : settings.retryMost();
        return new Backoff(settings.retryFirst(), most, SwarmWatcher::random);
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
