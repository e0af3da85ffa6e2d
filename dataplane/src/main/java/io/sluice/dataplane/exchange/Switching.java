package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.tunnel.TcpRelay;
import io.sluice.dataplane.upstream.UpstreamPool;

/// From a 101 response to a tunnel.
@OnLoop
final class Switching {

    private final ExchangeContext shared;
    private final UpstreamPool pool;
    private final CompiledCluster cluster;
    private final TunnelUse use;

    /// @param pool of the endpoint that switches
    /// @param use of the endpoint, to be ended with the tunnel
    Switching(ExchangeContext shared, UpstreamPool pool, CompiledCluster cluster, TunnelUse use) {
        this.shared = shared;
        this.pool = pool;
        this.cluster = cluster;
        this.use = use;
    }

    /// Only a WebSocket that this request asked for (RFC 6455, 4.1); anything else would let an endpoint take over the
    /// client's connection.
    static boolean isAsked(RequestHead request, ResponseHead response) {
        return request.isWebsocketUpgrade() && WebSocketAccept.isValid(request, response);
    }

    /// Hands both connections over. The endpoint has its request until the tunnel ends.
    void relay(DownstreamStream downstream, UpstreamStream upstream, ResponseHead response) {
        TcpRelay.End client = new TcpRelay.End(downstream.channel(), downstream.becomeTunnel(response, shared.info()));
        TcpRelay.End endpoint = new TcpRelay.End(upstream.channel(), upstream.becomeTunnel());
        LoopCounters counters = shared.meters().counters();
        counters.increment(Counter.TUNNELS_OPENED);
        endpoint.channel().closeFuture().addListener(closed -> {
            pool.meter().onRequestEnd();
            use.end();
            counters.increment(Counter.TUNNELS_CLOSED);
        });
        TcpRelay.startWebSocket(shared.loop(), counters, client, endpoint, cluster, use.endpoint());
    }
}
