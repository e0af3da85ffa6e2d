package io.sluice.dataplane.tunnel;

import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.dataplane.balance.EndpointLoad;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.loop.OutputEnd;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.snapshot.CompiledCluster;
import org.jspecify.annotations.Nullable;

/// Passes bytes both ways between two connections of one loop, unchanged, until both have ended or neither has sent
/// anything for a while. A side is read only as fast as the other takes it; a half-close is passed on as such, a reset
/// as a reset.
@OnLoop
public final class TcpRelay {

    /// With one side ended, the other has no longer than this between two bytes.
    private static final long HALF_CLOSED_NANOS = 300_000_000_000L;

    private static final long NO_FAREWELL = -1;

    private final Loop loop;
    private final LoopCounters counters;
    private final long idleNanos;
    private final Side client;
    private final Side endpoint;
    private final @Nullable Farewell farewell; // of WebSockets
    private final Deadline deadline = new IdleDeadline();

    private TcpRelay(
            Loop loop, LoopCounters counters, Channel client, Channel endpoint, long idleNanos, long drainNanos) {
        this.loop = loop;
        this.counters = counters;
        this.idleNanos = idleNanos;
        this.farewell = drainNanos == NO_FAREWELL ? null : new Farewell(loop, client, endpoint, drainNanos);
        this.client = new Side(client, endpoint);
        this.endpoint = new Side(endpoint, client);
    }

    /// One of the two connections, its pipeline empty.
    ///
    /// @param received already; goes to the other side first; consumed
    public record End(Channel channel, ByteBuf received) {}

    /// Connects the two.
    public static void start(Loop loop, LoopCounters counters, End client, End endpoint, long idleNanos) {
        new TcpRelay(loop, counters, client.channel(), endpoint.channel(), idleNanos, NO_FAREWELL)
                .begin(client, endpoint);
    }

    /// Connects the two, whose bytes are a WebSocket's frames: the client is told when the endpoint goes away.
    ///
    /// @param used the endpoint's
    public static void startWebSocket(
            Loop loop, LoopCounters counters, End client, End endpoint, CompiledCluster cluster, EndpointLoad used) {
        TcpRelay relay = new TcpRelay(
                loop,
                counters,
                client.channel(),
                endpoint.channel(),
                cluster.tunnelIdleNanos(),
                cluster.tunnelDrainNanos());
        relay.begin(client, endpoint);
        Farewell farewell = Objects.requireNonNull(relay.farewell);
        if (endpoint.channel().isActive()) {
            used.onLastingUse(farewell);
            endpoint.channel().closeFuture().addListener(closed -> used.onLastingUseEnd(farewell));
        }
    }

    private void begin(End clientEnd, End endpointEnd) {
        endpointEnd.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        clientEnd.channel().pipeline().addLast(client);
        endpointEnd.channel().pipeline().addLast(endpoint);
        touch();
        client.begin(clientEnd.received());
        endpoint.begin(endpointEnd.received());
    }

    /// What goes on to the other side.
    private ByteBuf passed(Side from, ByteBuf data) {
        return farewell != null && from == endpoint ? farewell.filter(data) : data;
    }

    private void touch() {
        boolean halfClosed = client.ended || endpoint.ended;
        long nanos = halfClosed ? Math.min(idleNanos, HALF_CLOSED_NANOS) : idleNanos;
        loop.deadlines().arm(deadline, System.nanoTime() + nanos);
    }

    private void onSideClosed() {
        if (!client.channel.isActive() && !endpoint.channel.isActive()) {
            loop.deadlines().remove(deadline);
            if (farewell != null) {
                farewell.forget();
            }
        }
    }

    private final class IdleDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            client.channel.close();
            endpoint.channel.close();
        }
    }

    /// One of the two connections: what it sends goes to its peer.
    private final class Side extends ChannelInboundHandlerAdapter {

        private final Channel channel;
        private final Channel peer;
        private final Reading reading;
        private boolean ended;

        Side(Channel channel, Channel peer) {
            this.channel = channel;
            this.peer = peer;
            reading = new Reading(channel);
        }

        void begin(ByteBuf received) {
            peer.writeAndFlush(passed(this, received), peer.voidPromise());
            reading.start();
            pauseUntilWritable();
            if (!channel.isActive()) {
                closePeer();
            } else if (channel instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
                onInputEnd();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            peer.write(passed(this, (ByteBuf) message), peer.voidPromise());
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
            reading.onReadComplete();
        }

        private void pauseUntilWritable() {
            if (!peer.isWritable() && peer.isActive() && channel.isActive()) {
                reading.stop();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable()) {
                (this == client ? endpoint : client).reading.start();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                onInputEnd();
            }
        }

        private void onInputEnd() {
            if (ended) {
                return;
            }
            ended = true;
            touch();
            if (client.ended && endpoint.ended) {
                closeBehindWrites(client.channel);
                closeBehindWrites(endpoint.channel);
            } else if (peer instanceof DuplexChannel && peer.isActive()) {
                peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> OutputEnd.of(peer));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closePeer();
        }

        private void closePeer() {
            ended = true;
            closeBehindWrites(peer);
            onSideClosed();
        }

        private static void closeBehindWrites(Channel channel) {
            if (channel.isActive()) {
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Defects.report(counters, channel, cause);
            reset(peer);
            channel.close();
        }

        private static void reset(Channel channel) {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            }
        }
    }
}
