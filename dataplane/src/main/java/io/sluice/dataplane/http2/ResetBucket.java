package io.sluice.dataplane.http2;

/// How many streams may still be reset on one connection, by the client or by its fault: what is begun and thrown away
/// costs the proxy more than the client (R-H2-3). A token bucket.
final class ResetBucket {

    private static final long NANOS_PER_TOKEN = 100_000_000L;

    private final int burst;
    private long tokens;
    private long filledNanos;

    ResetBucket(int burst, long nowNanos) {
        this.burst = burst;
        tokens = burst;
        filledNanos = nowNanos;
    }

    /// False: it is empty.
    boolean tryTake(long nowNanos) {
        long more = (nowNanos - filledNanos) / NANOS_PER_TOKEN;
        if (more > 0) {
            tokens = Math.min(burst, tokens + more);
            filledNanos += more * NANOS_PER_TOKEN;
        }
        return tokens-- > 0;
    }
}
