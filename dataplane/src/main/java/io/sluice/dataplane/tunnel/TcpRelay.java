package io.sluice.dataplane.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;

/// Passes bytes both ways between two connections of one loop, unchanged, until both have ended or neither has sent
/// anything for a while. A side is read only as fast as the other takes it; a half-close is passed on.
@OnLoop
public final class TcpRelay {

    private final Loop loop;
    private final long idleNanos;
    private final Side client;
    private final Side endpoint;
    private final Deadline deadline = new IdleDeadline();

    private TcpRelay(Loop loop, Channel client, Channel endpoint, long idleNanos) {
        this.loop = loop;
        this.idleNanos = idleNanos;
        this.client = new Side(client);
        this.endpoint = new Side(endpoint);
    }

    /// Connects the two, whose pipelines are empty.
    ///
    /// @param fromClient already received, goes to the endpoint first; consumed
    /// @param fromEndpoint already received, goes to the client first; consumed
    public static void start(
            Loop loop, Channel client, ByteBuf fromClient, Channel endpoint, ByteBuf fromEndpoint, long idleNanos) {
        TcpRelay relay = new TcpRelay(loop, client, endpoint, idleNanos);
        relay.client.peer = endpoint;
        relay.endpoint.peer = client;
        endpoint.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        endpoint.writeAndFlush(fromClient, endpoint.voidPromise());
        client.writeAndFlush(fromEndpoint, client.voidPromise());
        client.pipeline().addLast(relay.client);
        endpoint.pipeline().addLast(relay.endpoint);
        relay.touch();
        if (!client.isActive() || !endpoint.isActive()) {
            relay.close();
        }
    }

    private void touch() {
        loop.deadlines().arm(deadline, System.nanoTime() + idleNanos);
    }

    private void close() {
        loop.deadlines().remove(deadline);
        closeBehindWrites(client.channel);
        closeBehindWrites(endpoint.channel);
    }

    private static void closeBehindWrites(Channel channel) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private final class IdleDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            client.channel.close();
            endpoint.channel.close();
        }
    }

    /// One of the two connections.
    private final class Side extends ChannelInboundHandlerAdapter {

        private final Channel channel;
        private Channel peer;
        private boolean ended;

        Side(Channel channel) {
            this.channel = channel;
            this.peer = channel;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            peer.write(message, peer.voidPromise());
            if (!peer.isWritable()) {
                peer.flush();
                pauseUntilWritable();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            touch();
            peer.flush();
            pauseUntilWritable();
        }

        private void pauseUntilWritable() {
            if (!peer.isWritable() && peer.isActive()) {
                channel.config().setAutoRead(false);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable() && !peer.config().isAutoRead()) {
                peer.config().setAutoRead(true);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                onInputEnd();
            }
        }

        private void onInputEnd() {
            ended = true;
            boolean bothEnded = client.ended && endpoint.ended;
            if (bothEnded) {
                close();
            } else if (peer instanceof DuplexChannel duplex && peer.isActive()) {
                peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> duplex.shutdownOutput());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            peer.config().setOption(ChannelOption.SO_LINGER, 0); // a reset is passed on as a reset
            peer.close();
            channel.close();
        }
    }
}
