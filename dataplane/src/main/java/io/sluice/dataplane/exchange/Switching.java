package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.tunnel.TcpRelay;
import io.sluice.dataplane.upstream.UpstreamPool;

/// From a 101 response to a tunnel.
@OnLoop
final class Switching {

    private final ExchangeContext shared;
    private final UpstreamPool pool;
    private final long idleNanos;
    private final Runnable onEnd;

    /// @param pool of the endpoint that switches
    /// @param idleNanos of the tunnel
    /// @param onEnd to be run when the tunnel ends
    Switching(ExchangeContext shared, UpstreamPool pool, long idleNanos, Runnable onEnd) {
        this.shared = shared;
        this.pool = pool;
        this.idleNanos = idleNanos;
        this.onEnd = onEnd;
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
            onEnd.run();
            counters.increment(Counter.TUNNELS_CLOSED);
        });
        TcpRelay.start(shared.loop(), counters, client, endpoint, idleNanos);
    }
}
