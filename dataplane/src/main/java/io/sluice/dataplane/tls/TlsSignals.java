package io.sluice.dataplane.tls;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/// Stands behind the TLS of a connection, and makes of what TLS tells what codecs know: a peer that ends TLS is gone,
/// and
/// what it sends wrongly is an I/O error.
public class TlsSignals extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.fireExceptionCaught(unwrapped(cause));
    }

    protected static Throwable unwrapped(Throwable cause) {
        return cause instanceof DecoderException && cause.getCause() instanceof SSLException tls ? tls : cause;
    }
}
