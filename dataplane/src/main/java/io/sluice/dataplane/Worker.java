package io.sluice.dataplane;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.channel.ChannelFuture;
import io.sluice.dataplane.balance.Loads;
import io.sluice.dataplane.exchange.ExchangeContext;
import io.sluice.dataplane.filter.FilterContext;
import io.sluice.dataplane.filter.RateTable;
import io.sluice.dataplane.http.ErrorPages;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardingRules;
import io.sluice.dataplane.http.HttpDate;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.OwnAnswers;
import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.http2.Http2Context;
import io.sluice.dataplane.listen.DownstreamPipeline;
import io.sluice.dataplane.listen.ListenerSocket;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.loop.DirectMemory;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.Transport;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.metrics.LoopMeters;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.tls.ClientContexts;
import io.sluice.dataplane.tls.TlsContexts;
import io.sluice.dataplane.tunnel.Passthrough;
import io.sluice.dataplane.upstream.UpstreamPools;

/// One loop and everything that it owns: listener sockets, connections, pools, meters, the current snapshot.
/// Other threads enter only by [AnyThread] methods, which hand over to the loop.
final class Worker {

    /// How far apart a loop that ends is looked at.
    private static final long LOOK_MILLIS = 5;

    /// How often at most, for new connections on a draining listener.
    private static final int BACKLOG_LOOKS = 20;

    /// How often at most, for connections that are not closed yet.
    private static final int CLOSE_LOOKS = 200;

    private final Loop loop;
    private final DataPlaneConfig config;
    private final LoopMeters meters = new LoopMeters(Failure.values().length);
    private final ExchangeContext exchanges;
    private final UpstreamPools pools;
    private final DownstreamPipeline pipeline;
    private final MemoryGuard guard;
    private final List<ListenerSocket> listeners = new ArrayList<>();

    /// What all loops share.
    record Shared(
            ErrorPages errorPages, RateTable rates, TlsContexts tls, ClientContexts upstreamTls, DirectMemory memory) {}

    Worker(int index, Transport transport, DataPlaneConfig config, Shared shared) {
        this.config = config;
        loop = new Loop(index, transport, shared.memory());
        Http1Context http1 = new Http1Context(
                loop,
                config.limits(),
                config.timeouts(),
                meters.counters(),
                config.heads().underscores());
        Http2Context http2 = new Http2Context(
                loop,
                config.limits(),
                config.timeouts(),
                meters.counters(),
                config.heads().underscores());
        pools = new UpstreamPools(loop, config.limits(), http1, http2, shared.upstreamTls(), meters);
        HttpDate date = new HttpDate(System::currentTimeMillis);
        InfoFields info =
                new InfoFields(config.infoHeaders(), config.proxyId(), config.serverInfo(), date, viaName(config));
        OwnAnswers answers = new OwnAnswers(shared.errorPages());
        FilterContext filters = new FilterContext(loop, meters.counters(), shared.rates(), config.passwords());
        Loads loads = new Loads(config.loopCount());
        exchanges = new ExchangeContext(loop, loads, meters, pools, new ExchangeContext.Own(info, answers), filters);
        ForwardingRules rules =
                new ForwardingRules(config.trustedProxies(), config.limits().forwardedHops(), viaName(config));
        pipeline = new DownstreamPipeline(
                loop,
                new DownstreamPipeline.Codecs(
                        http1, http2, shared.tls(), config.tls().options()),
                new DownstreamPipeline.Services(
                        exchanges, new Passthrough.Shared(loop, loads, pools, meters.counters()), shared.rates()),
                meters.counters(),
                rules,
                new DownstreamPipeline.Bounds(config.limits(), config.timeouts()));
        guard = new MemoryGuard(loop, pools, pipeline, meters.counters());
        onLoop(guard::begin);
    }

    private static String viaName(DataPlaneConfig config) {
        return config.heads().via() ? ErrorPages.token(config.proxyId()) : "";
    }

    /// Binds one more listener.
    ///
    /// @param isTls clients begin with TLS
    /// @return where it listens
    InetSocketAddress listen(ListenAddress wanted, boolean isTls) {
        InetSocketAddress address = wanted.address();
        ChannelFuture bound = ListenerSocket.bind(
                        loop, address, config.limits(), pipeline.handler(wanted, isTls), meters.counters())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new DataPlaneException(
                    "cannot listen on " + text(address) + ": " + bound.cause().getMessage()
                            + " (is another process there? a port below 1024 without the right?)",
                    bound.cause());
        }
        ListenerSocket listener = ListenerSocket.of(bound);
        listeners.add(listener);
        onLoop(() -> guard.watch(listener));
        return listener.address();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @AnyThread
    CompletableFuture<Void> publish(Snapshot snapshot) {
        return onLoop(() -> exchanges.onSnapshot(snapshot));
    }

    /// Who waits to be accepted is still served: the listeners close once nobody new has come for a moment.
    @AnyThread
    CompletableFuture<Void> drain() {
        return onLoop(pipeline::drain).thenCompose(draining -> emptyBacklog(BACKLOG_LOOKS));
    }

    private CompletableFuture<Void> emptyBacklog(int looks) {
        long before = meters.counters().value(Counter.CONNECTIONS_ACCEPTED);
        return later(() -> meters.counters().value(Counter.CONNECTIONS_ACCEPTED))
                .thenCompose(after -> after > before && looks > 1 ? emptyBacklog(looks - 1) : closeListeners());
    }

    private CompletableFuture<Void> closeListeners() {
        return CompletableFuture.allOf(
                listeners.stream().map(ListenerSocket::closeLater).toArray(CompletableFuture<?>[]::new));
    }

    @AnyThread
    CompletableFuture<Boolean> isDrained() {
        return loop.ask(pipeline::isDrained);
    }

    /// Cuts every connection and ends the loop.
    @AnyThread
    void close() {
        listeners.forEach(ListenerSocket::close);
        onLoop(() -> {
                    pipeline.closeAll();
                    pools.retireAll();
                })
                .thenCompose(closing -> awaitClosed(CLOSE_LOOKS))
                .join();
        loop.stop();
    }

    /// A loop that stops under its connections would leave their buffers behind.
    private CompletableFuture<Void> awaitClosed(int looks) {
        return later(this::isClosed)
                .thenCompose(closed ->
                        closed || looks == 1 ? CompletableFuture.completedFuture(null) : awaitClosed(looks - 1));
    }

    private boolean isClosed() {
        LoopCounters counters = meters.counters();
        return pipeline.isEmpty()
                && counters.value(Counter.UPSTREAM_CLOSED) == counters.value(Counter.UPSTREAM_CONNECTS);
    }

    /// Asks the loop, in a moment.
    private <T> CompletableFuture<T> later(Supplier<T> question) {
        Executor executor = CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, loop.eventLoop());
        return CompletableFuture.supplyAsync(question, executor);
    }

    private CompletableFuture<Void> onLoop(Runnable action) {
        return loop.ask(() -> {
                    action.run();
                    return true;
                })
                .thenAccept(done -> {});
    }

    Loop loop() {
        return loop;
    }

    LoopMeters meters() {
        return meters;
    }
}
