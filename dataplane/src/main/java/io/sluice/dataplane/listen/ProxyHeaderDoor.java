package io.sluice.dataplane.listen;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Deadlines;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.metrics.LoopCounters;
import org.jspecify.annotations.Nullable;

/// The start of a connection whose peer must name its client in a PROXY header. Leaves when it has; a peer that does
/// not, or not in time, is cut off without a word.
final class ProxyHeaderDoor extends ChannelInboundHandlerAdapter {

    private final Deadlines deadlines;
    private final LoopCounters counters;
    private final Channel channel;
    private final long patienceNanos;
    private final Opening opening;
    private final Reading reading;
    private final ProxyHeaderReader header = new ProxyHeaderReader();
    private final Deadline deadline = new HeaderDeadline();
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean refused;

    /// Goes on with the connection.
    interface Opening {
        /// The door is to be replaced by what serves the connection.
        ///
        /// @param source null: the peer itself
        void open(Channel channel, @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination);
    }

    ProxyHeaderDoor(Deadlines deadlines, LoopCounters counters, Channel channel, long patienceNanos, Opening opening) {
        this.deadlines = deadlines;
        this.counters = counters;
        this.channel = channel;
        this.patienceNanos = patienceNanos;
        this.opening = opening;
        reading = new Reading(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadlines.arm(deadline, System.nanoTime() + patienceNanos);
        reading.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        add((ByteBuf) message, context);
        if (refused) {
            release();
            return;
        }
        switch (header.read(received)) {
            case INCOMPLETE -> {}
            case COMPLETE -> open();
            case REFUSED -> refuse();
        }
    }

    private void add(ByteBuf data, ChannelHandlerContext context) {
        if (!received.isReadable()) {
            received = data;
            return;
        }
        ByteBuf both = context.alloc().directBuffer(received.readableBytes() + data.readableBytes());
        both.writeBytes(received).writeBytes(data);
        data.release();
        received.release();
        received = both;
    }

    private void open() {
        counters.increment(Counter.PROXY_HEADERS);
        ByteBuf rest = received;
        received = Unpooled.EMPTY_BUFFER;
        deadlines.remove(deadline);
        opening.open(channel, header.source(), header.destination());
        if (rest.isReadable()) {
            channel.pipeline().fireChannelRead(rest);
        } else {
            rest.release();
        }
    }

    private void refuse() {
        refused = true;
        counters.increment(Counter.PROXY_HEADERS_REFUSED);
        release();
        channel.close();
    }

    private void release() {
        deadlines.remove(deadline);
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading.onReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Defects.report(counters, channel, cause);
        release();
        channel.close();
    }

    private final class HeaderDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            refuse();
        }
    }
}
