package io.sluice.dataplane.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.sluice.dataplane.exchange.Exchange;
import io.sluice.dataplane.exchange.ExchangeContext;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.http1.Http1ServerCodec;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.Cidr;

/// What a new client connection is made of, and all client connections of one loop.
///
///     socket ─► Http1ServerCodec ─► Exchange ─► pool ─► Http1ClientCodec ─► socket
@OnLoop
@ChannelHandler.Sharable
public final class DownstreamPipeline extends ChannelInitializer<Channel> {

    private final Http1Context http1;
    private final ExchangeContext exchanges;
    private final LoopCounters counters;
    private final List<Cidr> trustedProxies;
    private final int maxConnections;
    private final Set<Channel> open = new HashSet<>();
    private boolean draining;

    public DownstreamPipeline(
            Http1Context http1,
            ExchangeContext exchanges,
            LoopCounters counters,
            List<Cidr> trustedProxies,
            int maxConnections) {
        this.http1 = http1;
        this.exchanges = exchanges;
        this.counters = counters;
        this.trustedProxies = trustedProxies;
        this.maxConnections = maxConnections;
    }

    @Override
    protected void initChannel(Channel channel) {
        counters.increment(Counter.CONNECTIONS_ACCEPTED);
        channel.closeFuture().addListener(closed -> {
            open.remove(channel);
            counters.increment(Counter.CONNECTIONS_CLOSED);
        });
        if (open.size() >= maxConnections) {
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
        ForwardedFields forwarded =
                forwarded((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
        Http1ServerCodec codec = new Http1ServerCodec(http1, stream -> new Exchange(exchanges, stream, forwarded));
        channel.pipeline().addLast(codec);
        if (draining) {
            codec.drain();
        }
    }

    private ForwardedFields forwarded(InetSocketAddress remote, InetSocketAddress local) {
        InetAddress client = remote.getAddress();
        int port = local.getPort();
        boolean trusted = false;
        for (Cidr network : trustedProxies) {
            trusted |= network.contains(client);
        }
        return new ForwardedFields(client, "http", port, trusted);
    }

    /// Closes idle connections now, and each of the others behind its response.
    public void drain() {
        draining = true;
        http1.drain();
        for (Channel channel : new ArrayList<>(open)) {
            Http1ServerCodec codec = channel.pipeline().get(Http1ServerCodec.class);
            if (codec != null) {
                codec.drain();
            }
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
