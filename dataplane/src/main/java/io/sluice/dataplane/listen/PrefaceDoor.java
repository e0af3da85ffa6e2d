package io.sluice.dataplane.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Deadlines;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.metrics.LoopCounters;

/// The start of a connection whose client may speak HTTP/2 without having agreed on it (RFC 9113, 3.3). Leaves as soon
/// as the first bytes tell, and what came goes to what takes its place.
final class PrefaceDoor extends ChannelInboundHandlerAdapter {

    private static final byte[] PREFACE = Octets.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private final Deadlines deadlines;
    private final LoopCounters counters;
    private final Channel channel;
    private final long patienceNanos;
    private final Opening opening;
    private final Reading reading;
    private final Deadline deadline = new PrefaceDeadline();
    private ByteBuf received = Unpooled.EMPTY_BUFFER;

    /// Goes on with the connection.
    interface Opening {
        /// The door is to be replaced by what serves the connection.
        void open(boolean isHttp2);
    }

    /// @param patienceNanos until the first bytes have told
    PrefaceDoor(Deadlines deadlines, LoopCounters counters, Channel channel, long patienceNanos, Opening opening) {
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
        received = Unpooled.wrappedBuffer(received, (ByteBuf) message);
        int matched = matched();
        if (matched < Math.min(received.readableBytes(), PREFACE.length)) {
            open(false);
        } else if (matched == PREFACE.length) {
            open(true);
        }
    }

    private int matched() {
        int i = 0;
        while (i < PREFACE.length
                && i < received.readableBytes()
                && received.getByte(received.readerIndex() + i) == PREFACE[i]) {
            i++;
        }
        return i;
    }

    private void open(boolean isHttp2) {
        ByteBuf all = received;
        received = Unpooled.EMPTY_BUFFER;
        deadlines.remove(deadline);
        opening.open(isHttp2);
        channel.pipeline().fireChannelRead(all);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading.onReadComplete();
    }

    /// What has come is no request: nothing is to be answered.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            close();
        }
    }

    private void close() {
        release();
        channel.close();
    }

    private void release() {
        deadlines.remove(deadline);
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Defects.report(counters, channel, cause);
        close();
    }

    private final class PrefaceDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            if (received.isReadable()) {
                counters.increment(Counter.HEAD_TIMEOUTS);
            }
            close();
        }
    }
}
