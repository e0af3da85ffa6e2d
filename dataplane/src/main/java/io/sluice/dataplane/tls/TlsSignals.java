package io.sluice.dataplane.tls;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/// Stands behind the TLS of a connection, and makes of what TLS tells what codecs know: a peer that ends TLS is
/// gone, and what it sends wrongly is an I/O error. TLS 1.3 would let a peer end its side alone (RFC 8446,
/// 6.1), but with it the engine ends ours, as TLS 1.2 wants it (RFC 5246, 7.2.1).
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
