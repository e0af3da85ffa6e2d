package io.sluice.dataplane.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.sluice.dataplane.balance.LastingUse;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;

/// Tells a WebSocket's client that its endpoint goes away (close code 1001; RFC 6455, 7.4.1), between two frames of the
/// endpoint. The client's answer goes to the endpoint, which then ends the tunnel; who does not answer is closed.
@OnLoop
final class Farewell extends Deadline implements LastingUse {

    /// From the close frame, or the wish for one, to the end of both connections.
    private static final long ANSWER_NANOS = 2_000_000_000L;

    /// FIN and opcode 8, two bytes, unmasked: 1001.
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xE9};

    /// The last part of the time, over which those of one endpoint are spread: all would connect anew together.
    private static final double SPREAD = 0.25;

    private final Loop loop;
    private final Channel client;
    private final Channel endpoint;
    private final long drainNanos;
    private final FrameCursor frames = new FrameCursor();
    private Step step = Step.NONE;

    private enum Step {
        NONE,
        /// To be said at the end of the frame that is under way.
        DUE,
        SAID
    }

    /// @param drainNanos from the endpoint's removal to the word
    Farewell(Loop loop, Channel client, Channel endpoint, long drainNanos) {
        this.drainNanos = drainNanos;
        this.loop = loop;
        this.client = client;
        this.endpoint = endpoint;
    }

    @Override
    public void onEndpointGone(double turn) {
        long nanos = (long) (drainNanos * (1 - SPREAD + SPREAD * turn));
        loop.deadlines().arm(this, System.nanoTime() + nanos);
    }

    /// Neither side is there any more.
    void forget() {
        loop.deadlines().remove(this);
    }

    /// What of the endpoint's bytes goes to the client; consumed.
    ByteBuf filter(ByteBuf data) {
        return switch (step) {
            case NONE -> {
                frames.skip(data);
                yield data;
            }
            case DUE -> {
                int rest = frames.skipToBoundary(data);
                ByteBuf passed = data.readRetainedSlice(rest);
                data.release();
                yield frames.isBetweenFrames() ? behind(passed) : passed;
            }
            case SAID -> {
                data.release();
                yield Unpooled.EMPTY_BUFFER;
            }
        };
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (step != Step.NONE) {
            client.close();
            endpoint.close();
            return;
        }
        loop.deadlines().arm(this, nowNanos + ANSWER_NANOS);
        step = Step.DUE;
        if (frames.isBetweenFrames()) {
            client.writeAndFlush(behind(Unpooled.EMPTY_BUFFER), client.voidPromise());
        }
    }

    /// Unless the endpoint has said it itself.
    private ByteBuf behind(ByteBuf passed) {
        step = Step.SAID;
        return frames.isClosing() ? passed : Unpooled.wrappedBuffer(passed, Unpooled.wrappedBuffer(GOING_AWAY));
    }
}
