package io.sluice.dataplane.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// Whether the peer takes what waits to be sent on a connection, and how fast.
public final class SendProgress {

    /// The slowest that a peer may be: slower ones hold memory for their own ends.
    public static final long MIN_BYTES_PER_SECOND = 240;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Channel channel;
    private long markedBytes;
    private int markedFirstBytes;

    public SendProgress(Channel channel) {
        this.channel = channel;
    }

    /// Nothing waits.
    public boolean isComplete() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null || waiting.totalPendingWriteBytes() == 0;
    }

    /// Remembers how much waits now.
    public void mark() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        markedBytes = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        markedFirstBytes = firstBytes(waiting);
    }

    /// Whether enough has left since the mark, that many nanoseconds ago; marks anew.
    public boolean isFastEnough(long nanos) {
        long before = markedBytes;
        int firstBefore = markedFirstBytes;
        mark();
        // The total changes only with whole buffers; within the first one its reader index tells.
        long sent = before != markedBytes ? before - markedBytes : firstBefore - markedFirstBytes;
        return sent > 0 && sent >= nanos / NANOS_PER_SECOND * MIN_BYTES_PER_SECOND;
    }

    private static int firstBytes(ChannelOutboundBuffer waiting) {
        return waiting != null && waiting.current() instanceof ByteBuf first ? first.readableBytes() : 0;
    }
}
