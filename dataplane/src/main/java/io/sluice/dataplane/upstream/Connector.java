package io.sluice.dataplane.upstream;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http1.Http1ClientCodec;
import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.UpstreamTls;
import io.sluice.dataplane.tls.ClientContexts;
import io.sluice.dataplane.tls.TlsSignals;
import org.jspecify.annotations.Nullable;

/// Opens connections to endpoints on its loop.
@OnLoop
final class Connector {

    private final EventLoop eventLoop;
    private final Bootstrap bootstrap;
    private final Http1Context http1;
    private final ClientContexts tls;
    private final LoopCounters counters;

    Connector(Loop loop, Limits limits, Http1Context http1, ClientContexts tls, LoopCounters counters) {
        this.http1 = http1;
        this.tls = tls;
        this.counters = counters;
        eventLoop = loop.eventLoop();
        bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(loop.transport().clientChannel())
                .option(ChannelOption.ALLOCATOR, loop.allocator())
                .option(ChannelOption.RECVBUF_ALLOCATOR, loop.transport().upstreamReceiveBuffers())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                // An endpoint that stops reading a request may have answered it: its answer is read before the end.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.writeLowBytes(), limits.writeHighBytes()));
        loop.transport().watchPeer(bootstrap);
    }

    /// @param preface the connection's first bytes
    void connect(
            InetSocketAddress address, long timeoutNanos, byte[] preface, UpstreamPool pool, ConnectListener listener) {
        Http1ClientCodec codec = new Http1ClientCodec(http1, pool);
        counters.increment(Counter.UPSTREAM_CONNECTS);
        ChannelFuture registered = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis(timeoutNanos))
                .handler(codec)
                .register();
        connected(registered, address)
                .addListener((ChannelFuture future) ->
                        onLoop(() -> onDone(future, new Wanted(preface, pool.tls(), timeoutNanos), codec, listener)));
    }

    /// Opens a connection that no codec uses.
    void connectRaw(InetSocketAddress address, long timeoutNanos, RawConnectListener listener) {
        counters.increment(Counter.UPSTREAM_CONNECTS);
        ChannelFuture registered = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis(timeoutNanos))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {} // who waits for it fills the pipeline
                })
                .register();
        connected(registered, address).addListener((ChannelFuture future) -> onLoop(() -> onRawDone(future, listener)));
    }

    private void onRawDone(ChannelFuture future, RawConnectListener listener) {
        if (future.isSuccess()) {
            future.channel().closeFuture().addListener(closed -> counters.increment(Counter.UPSTREAM_CLOSED));
            listener.onConnected(future.channel());
            return;
        }
        counters.increment(Counter.UPSTREAM_CONNECT_FAILURES);
        counters.increment(Counter.UPSTREAM_CLOSED);
        future.channel().close();
        listener.onConnectFailed(failure(future.cause()));
    }

    /// Without file descriptors there is no channel, and another thread tells.
    private void onLoop(Runnable action) {
        if (eventLoop.inEventLoop()) {
            action.run();
        } else {
            eventLoop.execute(action);
        }
    }

    private static int timeoutMillis(long nanos) {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /// Connects within this turn of the loop. Bootstrap would do so in a later one, and epoll reports a socket that is
    /// registered but not connected as broken meanwhile.
    private static ChannelFuture connected(ChannelFuture registered, InetSocketAddress address) {
        return registered.isSuccess() ? registered.channel().connect(address) : registered;
    }

    /// What goes before HTTP on a new connection.
    ///
    /// @param tls null: none
    @SuppressWarnings("ArrayRecordComponent") // written, never compared
    private record Wanted(byte[] preface, @Nullable UpstreamTls tls, long timeoutNanos) {}

    private void onDone(ChannelFuture future, Wanted wanted, Http1ClientCodec codec, ConnectListener listener) {
        try {
            if (future.isSuccess()) {
                if (wanted.preface().length > 0) {
                    future.channel()
                            .write(
                                    Unpooled.wrappedBuffer(wanted.preface()),
                                    future.channel().voidPromise());
                }
                onOpen(future.channel(), wanted, codec, listener);
                return;
            }
            counters.increment(Counter.UPSTREAM_CONNECT_FAILURES);
            codec.cancel();
            listener.onConnectFailed(failure(future.cause()));
        } catch (RuntimeException | Error e) {
            if (future.isSuccess()) {
                codec.onDefect(e);
            } else {
                Defects.report(counters, future.channel(), e);
            }
        }
    }

    private void onOpen(Channel channel, Wanted wanted, Http1ClientCodec codec, ConnectListener listener) {
        UpstreamTls asked = wanted.tls();
        if (asked == null) {
            listener.onConnected(codec);
            return;
        }
        channel.flush();
        tls.get(asked)
                .whenComplete((context, problem) -> onLoop(() -> {
                    if (context == null || !channel.isActive()) {
                        onTlsFailed(codec, listener);
                    } else {
                        encrypt(
                                        channel,
                                        ClientContexts.handler(
                                                context, asked, channel.alloc(), 0, wanted.timeoutNanos()))
                                .addListener(shaken -> {
                                    if (shaken.isSuccess()) {
                                        listener.onConnected(codec);
                                    } else {
                                        onTlsFailed(codec, listener);
                                    }
                                });
                    }
                }));
    }

    private static Future<Channel> encrypt(Channel channel, SslHandler handler) {
        channel.pipeline().addFirst(handler, new TlsSignals());
        channel.read();
        return handler.handshakeFuture();
    }

    private void onTlsFailed(Http1ClientCodec codec, ConnectListener listener) {
        counters.increment(Counter.UPSTREAM_TLS_FAILURES);
        codec.cancel();
        listener.onConnectFailed(Failure.UPSTREAM_TLS_FAILED);
    }

    private static Failure failure(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        boolean refused = cause instanceof ConnectException
                && cause.getMessage() != null
                && cause.getMessage().contains("refused");
        return refused ? Failure.CONNECT_REFUSED : Failure.CONNECT_FAILED;
    }
}
