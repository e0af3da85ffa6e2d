package io.sluice.dataplane.listen;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.sluice.dataplane.exchange.Exchange;
import io.sluice.dataplane.exchange.ExchangeContext;
import io.sluice.dataplane.filter.RateTable;
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
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TlsOptions;
import io.sluice.dataplane.snapshot.CompiledTls;
import io.sluice.dataplane.tls.ClientCertificateLines;
import io.sluice.dataplane.tls.TlsContexts;
import io.sluice.dataplane.tunnel.Passthrough;
import org.jspecify.annotations.Nullable;

/// What a new client connection is made of, and all client connections of one loop.
///
///     socket ─► (ProxyHeaderDoor) ─► (PrefaceDoor) ─► Http1ServerCodec ─► Exchange ─► pool ─► …
///                    │                     └────────► Http2ServerCodec ─► Exchange, one per stream
///                    └─► (TlsDoor) ─► SslHandler ─► TlsEvents ─► one of the two, as agreed on
///                            └──────► Passthrough ─► TcpRelay
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
    private final ClientAdmission clients;
    private final TlsListener tls;
    private final Passthrough.Shared passthroughs;
    private final Set<Channel> open = new HashSet<>();
    private boolean draining;

    /// What clients may cost.
    public record Bounds(Limits limits, DownstreamTimeouts timeouts) {}

    /// What connections share, by what they speak.
    public record Codecs(Http1Context http1, Http2Context http2, TlsContexts tls, TlsOptions tlsOptions) {}

    /// What requests and connections share.
    public record Services(ExchangeContext exchanges, Passthrough.Shared passthroughs, RateTable rates) {}

    public DownstreamPipeline(
            Loop loop, Codecs codecs, Services services, LoopCounters counters, ForwardingRules rules, Bounds bounds) {
        this.loop = loop;
        this.codecs = codecs;
        exchanges = services.exchanges();
        passthroughs = services.passthroughs();
        tls = new TlsListener(loop, counters, codecs.tls(), codecs.tlsOptions(), exchanges::snapshot);
        this.counters = counters;
        this.rules = rules;
        limits = bounds.limits();
        proxyHeaderNanos = bounds.timeouts().proxyHeader().toNanos();
        prefaceNanos = bounds.timeouts().head().toNanos();
        clients = new ClientAdmission(limits.perClient(), services.rates(), counters);
    }

    /// For one listener.
    ///
    /// @param isTls clients begin with TLS
    public ChannelHandler handler(ListenAddress listener, boolean isTls) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                onAccepted(channel, new Entrance(listener, isTls));
            }
        };
    }

    private record Entrance(ListenAddress listener, boolean isTls) {}

    private void onAccepted(Channel channel, Entrance entrance) {
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
        if (entrance.listener().proxyProtocol() && isTrusted) {
            channel.pipeline()
                    .addLast(new ProxyHeaderDoor(
                            loop.deadlines(), counters, channel, proxyHeaderNanos, (opened, source, destination) -> {
                                opened.pipeline().remove(ProxyHeaderDoor.class);
                                serve(opened, entrance, source, destination);
                            }));
        } else {
            serve(channel, entrance, null, null);
        }
    }

    /// @param source where the client is; null: at the other end of the connection
    private void serve(
            Channel channel,
            Entrance entrance,
            @Nullable InetSocketAddress source,
            @Nullable InetSocketAddress destination) {
        ForwardedFields forwarded = new ForwardedFields(
                rules,
                entrance.isTls() ? "https" : "http",
                source == null ? (InetSocketAddress) channel.remoteAddress() : source,
                destination == null ? (InetSocketAddress) channel.localAddress() : destination);
        boolean isProxy = rules.trusted().contains(forwarded.client()); // which has the connections of all its clients
        if (!isProxy && !clients.tryAdmit(channel, forwarded.client(), System.nanoTime())) {
            channel.close();
            return;
        }
        if (entrance.isTls()) {
            channel.pipeline().addLast(new TlsDoor(tls, channel, new Opened(channel, forwarded)));
        } else if (entrance.listener().h2c()) {
            channel.pipeline().addLast(new PrefaceDoor(loop.deadlines(), counters, channel, prefaceNanos, isHttp2 -> {
                channel.pipeline().remove(PrefaceDoor.class);
                serve(channel, new ExchangeContext.Client(forwarded, null), isHttp2);
            }));
        } else {
            serve(channel, new ExchangeContext.Client(forwarded, null), false);
        }
    }

    /// A connection whose ClientHello was understood.
    private final class Opened implements TlsDoor.Opening {

        private final Channel channel;
        private final ForwardedFields forwarded;

        Opened(Channel channel, ForwardedFields forwarded) {
            this.channel = channel;
            this.forwarded = forwarded;
        }

        @Override
        public void onTerminated(CompiledTls host, SslHandler handler) {
            boolean isHttp2 = ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
            if (host.tls() instanceof HostTls.Terminate terminate) {
                forwarded.certificate(ClientCertificateLines.of(handler.engine().getSession(), terminate.clients()));
            }
            serve(channel, new ExchangeContext.Client(forwarded, host), isHttp2);
        }

        @Override
        public void onPassthrough(CompiledTls host, ByteBuf received) {
            Passthrough.start(passthroughs, host.cluster(), channel, forwarded, received);
        }
    }

    private void serve(Channel channel, ExchangeContext.Client client, boolean isHttp2) {
        if (isHttp2) {
            channel.pipeline()
                    .addLast(new Http2ServerCodec(
                            codecs.http2(), stream -> new Exchange(exchanges, stream, client.forStream())));
            return;
        }
        Http1ServerCodec codec =
                new Http1ServerCodec(codecs.http1(), stream -> new Exchange(exchanges, stream, client));
        channel.pipeline().addLast(codec);
        if (draining) {
            codec.drain();
        }
    }

    /// Closes idle connections now, and each of the others behind its response.
    public void drain() {
        draining = true;
        codecs.http1().drain();
        codecs.http2().drain();
        endIdle();
    }

    /// As [#drain()], for the connections that there are now; one whose request has just begun stays.
    public void endIdle() {
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
