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
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import org.jspecify.annotations.Nullable;

/// What a new client connection is made of, and all client connections of one loop.
///
///     socket ─► (ProxyHeaderDoor) ─► Http1ServerCodec ─► Exchange ─► pool ─► Http1ClientCodec ─► socket
@OnLoop
public final class DownstreamPipeline {

    private final Loop loop;
    private final Http1Context http1;
    private final ExchangeContext exchanges;
    private final LoopCounters counters;
    private final ForwardingRules rules;
    private final Limits limits;
    private final long proxyHeaderNanos;
    private final ClientConnections clients;
    private final Set<Channel> open = new HashSet<>();
    private boolean draining;

    public DownstreamPipeline(
            Loop loop,
            Http1Context http1,
            ExchangeContext exchanges,
            LoopCounters counters,
            ForwardingRules rules,
            Limits limits,
            DownstreamTimeouts timeouts) {
        this.loop = loop;
        this.http1 = http1;
        this.exchanges = exchanges;
        this.counters = counters;
        this.rules = rules;
        this.limits = limits;
        proxyHeaderNanos = timeouts.proxyHeader().toNanos();
        clients = new ClientConnections(limits.connectionsPerClient());
    }

    /// For one listener.
    ///
    /// @param proxyProtocol connections of trusted networks must begin with a PROXY header
    public ChannelHandler handler(boolean proxyProtocol) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                onAccepted(channel, proxyProtocol);
            }
        };
    }

    private void onAccepted(Channel channel, boolean proxyProtocol) {
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
        if (proxyProtocol && isTrusted) {
            channel.pipeline()
                    .addLast(new ProxyHeaderDoor(
                            loop.deadlines(), counters, channel, proxyHeaderNanos, this::onProxyHeader));
        } else {
            serve(channel, null, null);
        }
    }

    private void onProxyHeader(
            Channel channel, @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
        channel.pipeline().remove(ProxyHeaderDoor.class);
        serve(channel, source, destination);
    }

    /// @param source where the client is; null: at the other end of the connection
    private void serve(Channel channel, @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
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
        Http1ServerCodec codec = new Http1ServerCodec(http1, stream -> new Exchange(exchanges, stream, forwarded));
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
