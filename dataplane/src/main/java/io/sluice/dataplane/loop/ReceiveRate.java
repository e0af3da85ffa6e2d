package io.sluice.dataplane.loop;

/// How fast a client sends a request's body, not counting the time in which nobody reads it.
public final class ReceiveRate {

    /// Until then only the gap between two reads counts.
    private static final long GRACE_NANOS = 10_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long startNanos;
    private long bytes;

    /// The body begins, or goes on after a pause.
    public void begin(long nowNanos) {
        startNanos = nowNanos;
        bytes = 0;
    }

    /// False: slower than [SendProgress#MIN_BYTES_PER_SECOND].
    public boolean onBytes(int more, long nowNanos) {
        bytes += more;
        long nanos = nowNanos - startNanos;
        return nanos < GRACE_NANOS || bytes >= nanos / NANOS_PER_SECOND * SendProgress.MIN_BYTES_PER_SECOND;
    }
}
