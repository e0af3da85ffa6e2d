package io.sluice.dataplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sluice.dataplane.filter.RateTable;
import io.sluice.dataplane.http.ErrorPages;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.DirectMemory;
import io.sluice.dataplane.loop.Transport;
import io.sluice.dataplane.metrics.CutMerger;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.snapshot.CookieKey;
import io.sluice.dataplane.snapshot.Moment;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import io.sluice.dataplane.tls.ClientContexts;
import io.sluice.dataplane.tls.TlsContexts;

/// Listeners, loops and the published snapshot. All methods may be called by any thread but a loop's; they
/// block.
public final class DataPlane implements AutoCloseable {

    private static final long DRAIN_POLL_MILLIS = 20;

    private final Transport transport;
    private final List<Worker> workers;
    private final List<InetSocketAddress> addresses;
    private final CutMerger cuts;
    private final CookieKey cookieKey;
    private final TlsContexts tls;
    private final ClientContexts upstreamTls;
    private Snapshot snapshot = SnapshotCompiler.empty(); // guarded by this
    private final AtomicBoolean closed = new AtomicBoolean();

    private DataPlane(
            Transport transport,
            CookieKey cookieKey,
            Worker.Shared shared,
            List<Worker> workers,
            List<InetSocketAddress> addresses) {
        this.transport = transport;
        this.cookieKey = cookieKey;
        tls = shared.tls();
        upstreamTls = shared.upstreamTls();
        this.workers = workers;
        this.addresses = addresses;
        cuts = new CutMerger(
                workers.stream().map(Worker::loop).toList(),
                workers.stream().map(Worker::meters).toList(),
                Arrays.stream(Failure.values()).map(Failure::label).toList());
    }

    /// Starts the loops and binds the listeners; serves 503 until the first publication.
    ///
    /// @throws DataPlaneException when an address cannot be bound
    public static DataPlane start(DataPlaneConfig config) {
        return start(config, DirectMemory.POOLED);
    }

    static DataPlane start(DataPlaneConfig config, DirectMemory memory) {
        Transport transport = Transport.choose(config.transport());
        CookieKey cookieKey = CookieKey.of(config.stickyKey());
        Executor blocking = Executors.newVirtualThreadPerTaskExecutor();
        TlsContexts tls = new TlsContexts(config.tls().options(), config.tls().identities(), blocking);
        ClientContexts upstreamTls = new ClientContexts(blocking);
        Worker.Shared shared = new Worker.Shared(
                new ErrorPages(config.proxyId()), new RateTable(System.nanoTime()), tls, upstreamTls, memory);
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < config.loopCount(); i++) {
                workers.add(new Worker(i, transport, config, shared));
            }
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (ListenAddress wanted : config.http()) {
                addresses.add(listen(workers, wanted, false));
            }
            for (ListenAddress wanted : config.tls().addresses()) {
                addresses.add(listen(workers, wanted, true));
            }
            return new DataPlane(transport, cookieKey, shared, List.copyOf(workers), List.copyOf(addresses));
        } catch (RuntimeException e) {
            workers.forEach(Worker::close);
            throw e;
        }
    }

    /// The first loop may take a free port; the others share it.
    private static InetSocketAddress listen(List<Worker> workers, ListenAddress wanted, boolean isTls) {
        InetSocketAddress bound = workers.getFirst().listen(wanted, isTls);
        workers.stream().skip(1).forEach(worker -> worker.listen(wanted.at(bound), isTls));
        return bound;
    }

    /// Bound addresses, in the order of [DataPlaneConfig#http()], then of [DataPlaneConfig#tls()], with real ports.
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /// `io_uring`, `epoll` or `nio`.
    public String transport() {
        return transport.toString();
    }

    /// Compiles the config and hands it to every loop; returns when all have acknowledged.
    ///
    /// @throws IllegalArgumentException when the config contradicts itself; the present snapshot stays
    /// @throws IllegalStateException when the data plane is closed
    public synchronized Publication publish(ProxyConfig config) {
        requireOpen();
        long begun = System.nanoTime();
        Snapshot next = SnapshotCompiler.compile(config, snapshot, cookieKey, Moment.now());
        long compiled = System.nanoTime();
        CompletableFuture<?>[] acknowledged =
                workers.stream().map(worker -> worker.publish(next)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(acknowledged).join();
        snapshot = next;
        tls.retain(next.identities());
        return new Publication(
                next.generation(),
                config.virtualHosts().size(),
                next.routeCount(),
                next.clusterCount(),
                next.endpointCount(),
                Duration.ofNanos(compiled - begun),
                Duration.ofNanos(System.nanoTime() - compiled));
    }

    /// Keys of TLS session tickets: the first makes tickets, the others still read them.
    ///
    /// @param keys of [TlsContexts#TICKET_KEY_BYTES] secret bytes each, the same for all replicas that are to
    ///     resume each other's sessions
    public void ticketKeys(List<byte[]> keys) {
        tls.ticketKeys(keys);
    }

    /// The published config; [ProxyConfig#EMPTY] before the first publication.
    public ProxyConfig published() {
        return snapshot().config();
    }

    /// Takes the statistics. One caller at a time: latencies are those since the previous call.
    public TrafficCut cut() {
        requireOpen();
        return cuts.cut(snapshot().generation());
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the data plane is closed");
        }
    }

    /// @param authority as in a Host field: `app.example.com:8080`
    /// @param target as in a request line, origin-form: `/a/b?c=d`
    public Explanation explain(String authority, String target) {
        return RouteExplainer.explain(snapshot(), authority, target);
    }

    private synchronized Snapshot snapshot() {
        return snapshot;
    }

    /// Stops accepting, ends keep-alive after the response under way, waits for the rest, then closes.
    ///
    /// @return true when nothing had to be cut off
    public boolean drain(Duration grace) {
        if (closed.get()) {
            return true;
        }
        long deadline = System.nanoTime() + grace.toNanos();
        CompletableFuture.allOf(workers.stream().map(Worker::drain).toArray(CompletableFuture<?>[]::new))
                .join();
        boolean drained = isDrained();
        while (!drained && System.nanoTime() - deadline < 0 && sleep()) {
            drained = isDrained();
        }
        close();
        return drained;
    }

    private boolean isDrained() {
        return workers.stream().map(Worker::isDrained).allMatch(CompletableFuture::join);
    }

    private static boolean sleep() {
        try {
            Thread.sleep(DRAIN_POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Closes everything at once; the second time it does nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workers.forEach(Worker::close);
            tls.close();
            upstreamTls.close();
        }
    }
}
