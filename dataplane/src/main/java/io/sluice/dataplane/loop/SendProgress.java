package io.sluice.dataplane.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// Whether the peer takes what waits to be sent on a connection, and how fast.
public final class SendProgress {

    /// The slowest that a peer may be: slower ones hold memory for their own ends.
    public static final long MIN_BYTES_PER_SECOND = 240;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// How often it is worth looking, at most: what the kernel's buffers take at first must not pass for progress for
    /// the whole of a gap.
    private static final long LOOK_NANOS = NANOS_PER_SECOND;

    private final Channel channel;
    private long markedBytes;
    private int markedFirstBytes;
    private long movedNanos; // when something left last, as far as was looked
    private long windowNanos; // since when the bytes are counted
    private long windowBytes;

    public SendProgress(Channel channel) {
        this.channel = channel;
    }

    /// Nothing waits.
    public boolean isComplete() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null || waiting.totalPendingWriteBytes() == 0;
    }

    /// Begins to watch what waits now.
    public void begin(long nowNanos) {
        movedNanos = nowNanos;
        windowNanos = nowNanos;
        windowBytes = 0;
        mark();
    }

    /// After how long to look next.
    public static long lookNanos(long gapNanos) {
        return Math.min(LOOK_NANOS, gapNanos / 4 + 1);
    }

    /// Whether nothing has left for the gap, or too little since the last gap's end. To be asked every [#lookNanos].
    public boolean isStalled(long gapNanos, long nowNanos) {
        long sent = sentSinceMark();
        if (sent > 0) {
            movedNanos = nowNanos;
            windowBytes += sent;
        }
        if (nowNanos - movedNanos >= gapNanos) {
            return true;
        }
        if (nowNanos - windowNanos < gapNanos) {
            return false;
        }
        boolean isTooSlow = windowBytes < gapNanos / NANOS_PER_SECOND * MIN_BYTES_PER_SECOND;
        windowNanos = nowNanos;
        windowBytes = 0;
        return isTooSlow;
    }

    private long sentSinceMark() {
        long before = markedBytes;
        int firstBefore = markedFirstBytes;
        mark();
        // The total changes only with whole buffers; within the first one its reader index tells.
        return before != markedBytes ? before - markedBytes : firstBefore - markedFirstBytes;
    }

    private void mark() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        markedBytes = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        markedFirstBytes = firstBytes(waiting);
    }

    private static int firstBytes(ChannelOutboundBuffer waiting) {
        return waiting != null && waiting.current() instanceof ByteBuf first ? first.readableBytes() : 0;
    }
}
