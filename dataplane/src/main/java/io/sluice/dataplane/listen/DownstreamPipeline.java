package io.sluice.dataplane.listen;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.sluice.dataplane.exchange.Exchange;
import io.sluice.dataplane.exchange.ExchangeContext;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.ForwardingRules;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.http1.Http1ServerCodec;
import io.sluice.dataplane.http2.Http2Context;
import io.sluice.dataplane.http2.Http2ServerCodec;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import org.jspecify.annotations.Nullable;

/// What a new client connection is made of, and all client connections of one loop.
///
///     socket ─► (ProxyHeaderDoor) ─► (PrefaceDoor) ─► Http1ServerCodec ─► Exchange ─► pool ─► Http1ClientCodec ─►
/// socket
///                                           └───────► Http2ServerCodec ─► Exchange, one per stream
@OnLoop
public final class DownstreamPipeline {

    private final Loop loop;
    private final Codecs codecs;
    private final ExchangeContext exchanges;
    private final LoopCounters counters;
    private final ForwardingRules rules;
    private final Limits limits;
    private final long proxyHeaderNanos;
    private final long prefaceNanos;
    private final ClientConnections clients;
    private final Set<Channel> open = new HashSet<>();
    private boolean draining;

    /// What clients may cost.
    public record Bounds(Limits limits, DownstreamTimeouts timeouts) {}

    /// What connections share, by the version that they speak.
    public record Codecs(Http1Context http1, Http2Context http2) {}

    public DownstreamPipeline(
            Loop loop,
            Codecs codecs,
            ExchangeContext exchanges,
            LoopCounters counters,
            ForwardingRules rules,
            Bounds bounds) {
        this.loop = loop;
        this.codecs = codecs;
        this.exchanges = exchanges;
        this.counters = counters;
        this.rules = rules;
        limits = bounds.limits();
        proxyHeaderNanos = bounds.timeouts().proxyHeader().toNanos();
        prefaceNanos = bounds.timeouts().head().toNanos();
        clients = new ClientConnections(limits.connectionsPerClient());
    }

    /// For one listener.
    public ChannelHandler handler(ListenAddress listener) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                onAccepted(channel, listener);
            }
        };
    }

    private void onAccepted(Channel channel, ListenAddress listener) {
        counters.increment(Counter.CONNECTIONS_ACCEPTED);
        channel.closeFuture().addListener(closed -> {
            open.remove(channel);
            counters.increment(Counter.CONNECTIONS_CLOSED);
        });
        if (open.size() >= limits.connectionsPerLoop()) {
            counters.increment(Counter.CONNECTIONS_REFUSED);
            channel.close();
            return;
        }
        boolean isGone = !(channel.remoteAddress() instanceof InetSocketAddress)
                || !(channel.localAddress() instanceof InetSocketAddress);
        if (isGone) {
            channel.close();
            return;
        }
        open.add(channel);
        boolean isTrusted =
                rules.trusted().contains(IpAddress.of(((InetSocketAddress) channel.remoteAddress()).getAddress()));
        if (listener.proxyProtocol() && isTrusted) {
            channel.pipeline()
                    .addLast(new ProxyHeaderDoor(
                            loop.deadlines(), counters, channel, proxyHeaderNanos, (opened, source, destination) -> {
                                opened.pipeline().remove(ProxyHeaderDoor.class);
                                serve(opened, listener, source, destination);
                            }));
        } else {
            serve(channel, listener, null, null);
        }
    }

    /// @param source where the client is; null: at the other end of the connection
    private void serve(
            Channel channel,
            ListenAddress listener,
            @Nullable InetSocketAddress source,
            @Nullable InetSocketAddress destination) {
        ForwardedFields forwarded = new ForwardedFields(
                rules,
                "http",
                source == null ? (InetSocketAddress) channel.remoteAddress() : source,
                destination == null ? (InetSocketAddress) channel.localAddress() : destination);
        if (!isAllowed(channel, forwarded)) {
            counters.increment(Counter.CLIENT_LIMIT);
            channel.close();
            return;
        }
        if (listener.h2c()) {
            channel.pipeline().addLast(new PrefaceDoor(loop.deadlines(), counters, channel, prefaceNanos, isHttp2 -> {
                channel.pipeline().remove(PrefaceDoor.class);
                serve(channel, forwarded, isHttp2);
            }));
        } else {
            serve(channel, forwarded, false);
        }
    }

    private void serve(Channel channel, ForwardedFields forwarded, boolean isHttp2) {
        if (isHttp2) {
            channel.pipeline()
                    .addLast(new Http2ServerCodec(
                            codecs.http2(), stream -> new Exchange(exchanges, stream, forwarded.forStream())));
            return;
        }
        Http1ServerCodec codec =
                new Http1ServerCodec(codecs.http1(), stream -> new Exchange(exchanges, stream, forwarded));
        channel.pipeline().addLast(codec);
        if (draining) {
            codec.drain();
        }
    }

    /// Counts the client's connections, unless it is a proxy, which has those of all its clients.
    private boolean isAllowed(Channel channel, ForwardedFields forwarded) {
        boolean isUncounted = limits.connectionsPerClient() == Limits.UNLIMITED
                || rules.trusted().contains(forwarded.client());
        if (isUncounted) {
            return true;
        }
        long client = ClientConnections.keyOf(forwarded.client());
        if (!clients.tryAdd(client)) {
            return false;
        }
        channel.closeFuture().addListener(closed -> clients.remove(client));
        return true;
    }

    /// Closes idle connections now, and each of the others behind its response.
    public void drain() {
        draining = true;
        codecs.http1().drain();
        codecs.http2().drain();
        new ArrayList<>(open).forEach(DownstreamPipeline::drain);
    }

    private static void drain(Channel channel) {
        Http1ServerCodec http1 = channel.pipeline().get(Http1ServerCodec.class);
        if (http1 != null) {
            http1.drain();
        }
        Http2ServerCodec http2 = channel.pipeline().get(Http2ServerCodec.class);
        if (http2 != null) {
            http2.drain();
        }
    }

    public boolean isDrained() {
        return draining && open.isEmpty();
    }

    /// No client is connected.
    public boolean isEmpty() {
        return open.isEmpty();
    }

    public void closeAll() {
        for (Channel channel : new ArrayList<>(open)) {
            channel.close();
        }
    }
}
