package io.sluice.dataplane.upstream;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTls;
import io.sluice.dataplane.tls.ClientContexts;
import io.sluice.dataplane.tls.TlsSignals;
import org.jspecify.annotations.Nullable;

/// Opens connections to endpoints on its loop.
@OnLoop
final class Connector {

    private final EventLoop eventLoop;
    private final Bootstrap bootstrap;
    private final ClientContexts tls;
    private final LoopCounters counters;

    Connector(Loop loop, Limits limits, ClientContexts tls, LoopCounters counters) {
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

    /// A connection that is being opened.
    interface Opening {

        /// What is to speak on it.
        ChannelHandler codec();

        /// The connection's first bytes.
        byte[] preface();

        /// Everything below HTTP is there.
        void onOpen();

        /// Told instead, whether there is a channel or not.
        void onFailed(Failure failure);

        void onDefect(Throwable cause);
    }

    /// Tells the opening from within this call, or later.
    void connect(InetSocketAddress address, long timeoutNanos, UpstreamProtocol protocol, Opening opening) {
        counters.increment(Counter.UPSTREAM_CONNECTS);
        ChannelFuture registered = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis(timeoutNanos))
                .handler(opening.codec())
                .register();
        connected(registered, address)
                .addListener((ChannelFuture future) ->
                        onLoop(() -> onDone(future, new Wanted(protocol, timeoutNanos), opening)));
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

    /// What is to be spoken on a new connection, and by when.
    private record Wanted(UpstreamProtocol protocol, long timeoutNanos) {}

    private void onDone(ChannelFuture future, Wanted wanted, Opening opening) {
        try {
            if (future.isSuccess()) {
                if (opening.preface().length > 0) {
                    future.channel()
                            .write(
                                    Unpooled.wrappedBuffer(opening.preface()),
                                    future.channel().voidPromise());
                }
                onOpen(future.channel(), wanted, opening);
                return;
            }
            counters.increment(Counter.UPSTREAM_CONNECT_FAILURES);
            opening.onFailed(failure(future.cause()));
        } catch (RuntimeException | Error e) {
            if (future.isSuccess()) {
                opening.onDefect(e);
            } else {
                Defects.report(counters, future.channel(), e);
            }
        }
    }

    private void onOpen(Channel channel, Wanted wanted, Opening opening) {
        UpstreamTls asked = wanted.protocol().tls();
        if (asked == null) {
            opening.onOpen();
            return;
        }
        channel.flush();
        String alpn = alpn(wanted.protocol());
        tls.get(asked, alpn)
                .whenComplete((context, problem) -> onLoop(() -> {
                    if (context == null || !channel.isActive()) {
                        onTlsFailed(opening);
                    } else {
                        SslHandler handler =
                                ClientContexts.handler(context, asked, channel.alloc(), 0, wanted.timeoutNanos());
                        encrypt(channel, handler).addListener(shaken -> {
                            if (!shaken.isSuccess()) {
                                onTlsFailed(opening);
                            } else if (isRefused(alpn, handler.applicationProtocol())) {
                                opening.onFailed(Failure.ENDPOINT_NOT_HTTP2);
                            } else {
                                opening.onOpen();
                            }
                        });
                    }
                }));
    }

    private static String alpn(UpstreamProtocol protocol) {
        return protocol.http() == UpstreamProtocol.Http.HTTP1
                ? ApplicationProtocolNames.HTTP_1_1
                : ApplicationProtocolNames.HTTP_2;
    }

    /// An endpoint that does not know ALPN speaks HTTP/1.1; HTTP/2 must be agreed on (RFC 9113, 3.2).
    private static boolean isRefused(String wanted, @Nullable String chosen) {
        return wanted.equals(ApplicationProtocolNames.HTTP_2) && !wanted.equals(chosen);
    }

    private static Future<Channel> encrypt(Channel channel, SslHandler handler) {
        channel.pipeline().addFirst(handler, new TlsSignals());
        channel.read();
        return handler.handshakeFuture();
    }

    private void onTlsFailed(Opening opening) {
        counters.increment(Counter.UPSTREAM_TLS_FAILURES);
        opening.onFailed(Failure.UPSTREAM_TLS_FAILED);
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
