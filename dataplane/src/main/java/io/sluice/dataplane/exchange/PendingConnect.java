package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.upstream.ConnectListener;
import io.sluice.dataplane.upstream.UpstreamPool;
import org.jspecify.annotations.Nullable;

/// A connection that is being opened for one exchange. The client may have left when it is there: then it is for
/// others, and the exchange can be used again only from then on.
@OnLoop
final class PendingConnect implements ConnectListener {

    private final Exchange exchange;
    private final DownstreamStream downstream;
    private @Nullable UpstreamPool pool; // while it is being opened

    PendingConnect(Exchange exchange, DownstreamStream downstream) {
        this.exchange = exchange;
        this.downstream = downstream;
    }

    boolean isPending() {
        return pool != null;
    }

    /// Sends the request on a connection that is there, or waits for one.
    void begin(UpstreamPool chosen, boolean wantsNew, long connectNanos, ForwardedFields forwarded) {
        if (chosen.hasIdle() && !wantsNew) {
            exchange.send(chosen.takeIdle());
            return;
        }
        exchange.await(ExchangeState.CONNECTING);
        pool = chosen;
        chosen.connect(connectNanos, forwarded, this);
    }

    @Override
    public void onConnected(UpstreamStream stream) {
        take();
        if (exchange.isConnecting()) {
            exchange.send(stream);
        } else {
            stream.giveBack();
            downstream.onExchangeIdle();
        }
    }

    @Override
    public void onConnectFailed(Failure failure) {
        take().meter().onFailure();
        if (exchange.isConnecting()) {
            exchange.onConnectFailed(failure);
        } else {
            downstream.onExchangeIdle();
        }
    }

    private UpstreamPool take() {
        UpstreamPool from = pool;
        assert from != null;
        pool = null;
        return from;
    }
}
