package io.sluice.controlplane.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.metrics.TrafficCut.ClusterTraffic;
import io.sluice.dataplane.metrics.TrafficCut.RouteTraffic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only taker of traffic cuts: each cut's latencies exist once, so whoever wants statistics asks here. State is
/// guarded by one lock; readers work on it in [#read].
public final class TrafficHistory implements AutoCloseable {

    /// Length of a closed interval.
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /// A reader gets a cut no older than this, so that many readers cost the loops no more than one.
    static final Duration MAX_AGE = Duration.ofMillis(200);

    /// Ten minutes of closed intervals.
    static final int RING_INTERVALS = 120;

    /// Per book: routes and clusters.
    private static final long RING_BYTES = 48L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TrafficHistory.class);

    private final Supplier<TrafficCut> source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LatencyBook routes;
    private final LatencyBook clusters;
    private @Nullable TrafficCut latest;
    private Instant latestAt;
    private @Nullable Thread thread;

    /// @param source a data plane's `cut`; called by one thread at a time
    public TrafficHistory(Supplier<TrafficCut> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.latestAt = clock.instant();
        this.routes = new LatencyBook(RING_INTERVALS, RING_BYTES, latestAt);
        this.clusters = new LatencyBook(RING_INTERVALS, RING_BYTES, latestAt);
    }

    /// Cuts at every interval's end until closed, whether or not anyone reads.
    public void start() {
        thread = Thread.ofVirtual().name("traffic-history").start(this::run);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// Gives the reader a fresh reading; it must not keep the books.
    <T> T read(Function<Reading, T> reader) {
        lock.lock();
        try {
            Instant now = clock.instant();
            TrafficCut cut = latest;
            if (cut == null || Duration.between(latestAt, now).compareTo(MAX_AGE) >= 0) {
                cut = take(now);
            }
            return reader.apply(new Reading(cut, latestAt, routes, clusters));
        } finally {
            lock.unlock();
        }
    }

    /// Takes a cut and closes the interval when its time has come.
    void tick() {
        lock.lock();
        try {
            take(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    private TrafficCut take(Instant now) {
        TrafficCut cut = source.get();
        latest = cut;
        latestAt = now;
        cut.routes().forEach(route -> routes.add(route.route(), route.latencyMicros()));
        cut.clusters().forEach(cluster -> clusters.add(cluster.cluster(), cluster.latencyMicros()));
        if (Duration.between(routes.openSince(), now).compareTo(INTERVAL) >= 0) {
            routes.close(now, names(cut.routes(), RouteTraffic::route));
            clusters.close(now, names(cut.clusters(), ClusterTraffic::cluster));
        }
        return cut;
    }

    private static <T> Set<String> names(List<T> parts, Function<T, String> name) {
        return parts.stream().map(name).collect(Collectors.toSet());
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                tickOrLog();
            }
        } catch (InterruptedException e) {
            LOG.debug("traffic history stopped");
        }
    }

    private void tickOrLog() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("statistics could not be taken: {}", e.toString());
        }
    }

    /// The latest cut and all latencies up to it.
    record Reading(TrafficCut cut, Instant at, LatencyBook routes, LatencyBook clusters) {}
}
