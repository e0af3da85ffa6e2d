package io.sluice.dataplane.listen;

import java.io.IOException;
import javax.net.ssl.SSLException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sluice.dataplane.metrics.Counter;

/// Stands behind the TLS of a client connection: serves it once the handshake is complete, and makes of what TLS tells
/// what codecs know: a client that ends TLS is gone, and what it sends wrongly is an I/O error.
final class TlsEvents extends ChannelInboundHandlerAdapter {

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
        } else if (event instanceof SslCloseCompletionEvent) {
            context.close();
        } else if (complete) {
            context.fireUserEventTriggered(event);
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
        Throwable known =
                cause instanceof DecoderException && cause.getCause() instanceof SSLException tls ? tls : cause;
        if (complete) {
            context.fireExceptionCaught(known);
        } else if (known instanceof IOException) {
            context.close();
        } else {
            context.fireExceptionCaught(known);
            context.close();
        }
    }
}
