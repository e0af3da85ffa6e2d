package io.sluice.dataplane.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// Ends our side of a connection: the peer knows that no more will come, and may still send.
@OnLoop
public final class OutputEnd {

    private OutputEnd() {}

    /// To be called when everything is written. In TLS the end is said there first, lest it be taken for a cut (RFC
    /// 8446, 6.1).
    public static void of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound().addListener(said -> shutdown(channel));
        } else {
            shutdown(channel);
        }
    }

    private static void shutdown(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            channel.close();
        }
    }
}
