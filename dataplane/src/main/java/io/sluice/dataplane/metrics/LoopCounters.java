package io.sluice.dataplane.metrics;

import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.loop.OnLoop;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/// One loop's [Counter]s. The loop is the only writer, so a count is a plain read and an ordered write; any thread may
/// read, even when the loop is stuck.
public final class LoopCounters {

    private static final int CACHE_LINE = 64;
    private static final int BYTES = Counter.values().length * Long.BYTES;

    private final UnsafeBuffer values = new UnsafeBuffer(BufferUtil.allocateDirectAligned(BYTES, CACHE_LINE));

    @OnLoop
    public void increment(Counter counter) {
        add(counter, 1);
    }

    @OnLoop
    public void add(Counter counter, long more) {
        int at = counter.ordinal() * Long.BYTES;
        values.putLongRelease(at, values.getLong(at) + more);
    }

    @AnyThread
    public long value(Counter counter) {
        return values.getLongVolatile(counter.ordinal() * Long.BYTES);
    }
}
