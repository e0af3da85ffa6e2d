package io.sluice.dataplane;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.ChannelFuture;
import io.sluice.dataplane.exchange.ExchangeContext;
import io.sluice.dataplane.http.ErrorPages;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.listen.DownstreamPipeline;
import io.sluice.dataplane.listen.ListenerSocket;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.Transport;
import io.sluice.dataplane.metrics.LoopMeters;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.upstream.UpstreamPools;

/// One loop and everything that it owns: listener sockets, connections, pools, meters, the current snapshot. Other
/// threads enter only by [AnyThread] methods, which hand over to the loop.
final class Worker {

    private final Loop loop;
    private final DataPlaneConfig config;
    private final LoopMeters meters = new LoopMeters(Failure.values().length);
    private final ExchangeContext exchanges;
    private final UpstreamPools pools;
    private final DownstreamPipeline pipeline;
    private final List<ListenerSocket> listeners = new ArrayList<>();

    Worker(int index, Transport transport, DataPlaneConfig config, ErrorPages errorPages) {
        this.config = config;
        loop = new Loop(index, transport);
        Http1Context http1 = new Http1Context(loop, config.limits(), config.timeouts(), meters.counters(), errorPages);
        pools = new UpstreamPools(loop, config.limits(), http1, meters);
        InfoFields info = new InfoFields(config.infoHeaders(), config.proxyId(), config.serverInfo());
        exchanges = new ExchangeContext(loop, config.limits(), meters, pools, info);
        pipeline = new DownstreamPipeline(
                http1,
                exchanges,
                meters.counters(),
                config.trustedProxies(),
                config.limits().connectionsPerLoop());
    }

    /// Binds one more listener.
    ///
    /// @return where it listens
    InetSocketAddress listen(InetSocketAddress address) {
        ChannelFuture bound =
                ListenerSocket.bind(loop, address, config.limits(), pipeline).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new DataPlaneException(
                    "cannot listen on " + text(address) + ": " + bound.cause().getMessage()
                            + " (is another process there? a port below 1024 without the right?)",
                    bound.cause());
        }
        ListenerSocket listener = ListenerSocket.of(bound);
        listeners.add(listener);
        return listener.address();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @AnyThread
    CompletableFuture<Void> publish(Snapshot snapshot) {
        return onLoop(() -> exchanges.onSnapshot(snapshot));
    }

    @AnyThread
    CompletableFuture<Void> drain() {
        listeners.forEach(ListenerSocket::close);
        return onLoop(pipeline::drain);
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
                .join();
        loop.stop();
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
