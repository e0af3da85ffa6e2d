package io.sluice.dataplane.listen;

import java.io.IOException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.tls.TlsSignals;

/// Stands behind the TLS of a client connection: serves it once the handshake is complete.
final class TlsEvents extends TlsSignals {

    private final TlsListener shared;
    private final Runnable onHandshake;
    private boolean complete;

    TlsEvents(TlsListener shared, Runnable onHandshake) {
        this.shared = shared;
        this.onHandshake = onHandshake;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            onHandshake(context, handshake);
        } else if (complete) {
            super.userEventTriggered(context, event);
        } else {
            context.close(); // it ended its side in the middle of a handshake
        }
    }

    private void onHandshake(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            complete = true;
            shared.counters().increment(Counter.TLS_HANDSHAKES);
            onHandshake.run();
            return;
        }
        boolean isTimeout = handshake.cause() instanceof SslHandshakeTimeoutException;
        shared.counters().increment(isTimeout ? Counter.TLS_HANDSHAKE_TIMEOUTS : Counter.TLS_HANDSHAKE_FAILURES);
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean isPeers = unwrapped(cause) instanceof IOException;
        if (complete || !isPeers) {
            super.exceptionCaught(context, cause);
        }
        if (!complete) {
            context.close();
        }
    }
}
