package io.sluice.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OutputEnd;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.loop.SendProgress;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.metrics.LoopCounters;

/// The end of a client connection, behind its last response; takes the codec's place. A client that may still be
/// sending is read for a moment: the reset that answers its bytes would destroy the response on its way (RFC 9112,
/// 9.6).
public final class LingeringClose extends ChannelInboundHandlerAdapter {

    /// From the end of our side to the close, for a client that does not close.
    private static final long LINGER_NANOS = 1_000_000_000L;

    private final Bounds bounds;
    private final Channel channel;
    private final SendProgress sending;
    private final Reading reading;
    private final Deadline deadline = new CloseDeadline();
    private boolean clientEnded;
    private int droppedBytes;

    private LingeringClose(Bounds bounds, Channel channel, boolean clientEnded) {
        this.bounds = bounds;
        this.channel = channel;
        this.clientEnded = clientEnded;
        sending = new SendProgress(channel);
        reading = new Reading(channel);
    }

    /// What a client that ends may cost.
    ///
    /// @param lingerBytes of what it still sends, read and dropped
    /// @param gapNanos between two reads of the last response
    public record Bounds(Loop loop, LoopCounters counters, int lingerBytes, long gapNanos) {}

    /// Takes over from the codec; everything that it has to say is written.
    ///
    /// @param clientEnded it will send no more: nothing can disturb the response on its way
    public static void start(Bounds bounds, ChannelHandlerContext codec, boolean clientEnded) {
        LingeringClose ending = new LingeringClose(bounds, codec.channel(), clientEnded);
        codec.pipeline().replace(codec.handler(), null, ending);
        ending.begin();
    }

    private void begin() {
        sending.begin(System.nanoTime());
        arm(SendProgress.lookNanos(bounds.gapNanos()));
        reading.start();
        if (clientEnded) {
            closeBehindWrites();
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFuture written) -> endOutput(written));
    }

    private void closeBehindWrites() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void endOutput(ChannelFuture written) {
        if (written.isSuccess() && !clientEnded && channel instanceof DuplexChannel) {
            OutputEnd.of(channel);
            arm(LINGER_NANOS);
        } else {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        droppedBytes += data.readableBytes();
        data.release();
        if (droppedBytes > bounds.lingerBytes()) {
            reading.stop();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading.onReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !clientEnded) {
            clientEnded = true;
            closeBehindWrites();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        bounds.loop().deadlines().remove(deadline);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Defects.report(bounds.counters(), channel, cause);
        reset(channel);
    }

    private void arm(long nanos) {
        bounds.loop().deadlines().arm(deadline, System.nanoTime() + nanos);
    }

    private void onDeadline() {
        if (sending.isComplete()) {
            channel.close();
        } else if (sending.isStalled(bounds.gapNanos(), System.nanoTime())) {
            reset(channel);
        } else {
            arm(SendProgress.lookNanos(bounds.gapNanos()));
        }
    }

    /// Closes so that nobody takes what arrived for the whole.
    public static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    private final class CloseDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            LingeringClose.this.onDeadline();
        }
    }
}
