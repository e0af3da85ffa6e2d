package io.sluice.dataplane.http1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;

/// Ends a connection behind its last response. A client that is still sending is read for a moment: the reset that
/// answers its bytes would destroy the response on its way (RFC 9112, 9.6).
final class LingeringClose {

    static final long NANOS = 1_000_000_000L;

    private final ChannelHandlerContext context;
    private final int maxBytes;
    private int droppedBytes;

    LingeringClose(ChannelHandlerContext context, int maxBytes) {
        this.context = context;
        this.maxBytes = maxBytes;
    }

    /// Nothing more will come: closes as soon as everything is written.
    void closeBehindWrites() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// Sends the end of our side as soon as everything is written; the other side is dropped until it ends.
    void endOutputBehindWrites() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()
                    && context.channel() instanceof DuplexChannel channel
                    && !channel.isInputShutdown()) {
                channel.shutdownOutput();
            } else {
                context.close();
            }
        });
    }

    void onDropped(int bytes) {
        droppedBytes += bytes;
        if (droppedBytes > maxBytes) {
            context.close();
        }
    }
}
