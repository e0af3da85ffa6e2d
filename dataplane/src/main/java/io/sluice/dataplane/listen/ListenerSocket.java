package io.sluice.dataplane.listen;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.Limits;

/// One loop's socket on one address. Every loop has its own: the kernel spreads the connections (SO_REUSEPORT), and a
/// connection lives where it was accepted.
public final class ListenerSocket {

    private static final int BACKLOG = 4096;

    private final Channel channel;

    private ListenerSocket(Channel channel) {
        this.channel = channel;
    }

    /// Binds and starts accepting. The future is the caller's to wait for.
    @AnyThread
    public static ChannelFuture bind(
            Loop loop, InetSocketAddress address, Limits limits, ChannelHandler pipeline, LoopCounters counters) {
        return new ServerBootstrap()
                .handler(new AcceptFailures(counters))
                .group(loop.eventLoop(), loop.eventLoop())
                .channel(loop.transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(loop.transport().reusePort(), true)
                .option(ChannelOption.ALLOCATOR, loop.allocator())
                .childOption(ChannelOption.ALLOCATOR, loop.allocator())
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, loop.transport().downstreamReceiveBuffers())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.writeLowBytes(), limits.writeHighBytes()))
                .childHandler(pipeline)
                .bind(address);
    }

    /// @param bound a future of [#bind] that has succeeded
    public static ListenerSocket of(ChannelFuture bound) {
        return new ListenerSocket(bound.channel());
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /// Accepts, or lets clients wait.
    @AnyThread
    public void accept(boolean mayAccept) {
        if (channel.isOpen()) {
            channel.config().setAutoRead(mayAccept);
        }
    }

    /// Stops accepting. Who waits to be accepted is reset.
    @AnyThread
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    /// As [#close()], without waiting.
    @AnyThread
    public CompletableFuture<Void> closeLater() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channel.close().addListener(done -> closed.complete(null));
        return closed;
    }
}
