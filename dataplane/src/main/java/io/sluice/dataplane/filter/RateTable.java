package io.sluice.dataplane.filter;

import java.util.concurrent.atomic.AtomicLongArray;

import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.loop.AnyThread;

/// What every client has used of the rate limit of each route. Shared by all loops, of fixed size
/// (`adr/0003-one-shared-table-for-rate-limits.md`).
public final class RateTable {

    /*
     * GCRA (ITU-T I.371): per client and route one number, the time at which its bucket is full again. A request moves
     * it on by the interval between requests, and is refused when that would take it further than the burst into the
     * future. A time in the past is the same as none.
     *
     * A slot holds a tag of 12 bits beside a time of 52 bits in units of 64 ns, counted from the table's beginning. A
     * hash picks a set of four slots and the tag. When all four belong to others, the one whose time is up soonest is
     * taken over: when more clients come than the table can hold, limits grow loose, and nobody pays for another.
     */
    static final int SLOTS = 1 << 16;

    private static final int WAYS = 4;
    private static final int TIME_BITS = 52;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    private static final int UNIT_SHIFT = 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS); // all loops, by compare and set
    private final SipHash hash;
    private final long originNanos;

    public RateTable(long originNanos) {
        this(originNanos, SipHash.random());
    }

    RateTable(long originNanos, SipHash hash) {
        this.originNanos = originNanos;
        this.hash = hash;
    }

    /// Takes one request off the client's bucket.
    ///
    /// @param route number of the limit
    /// @return 0 when it may pass, else in how many seconds another try can succeed
    @AnyThread
    public int take(IpAddress client, int route, RateRule rule, long nowNanos) {
        // A household has a /64 of IPv6 addresses, and may change them at will.
        long low = client.isIpv4() ? client.low() : 0;
        long hashed = hash.of(client.high(), low, route);
        int set = (int) hashed & (SLOTS - 1) & -WAYS;
        long tag = hashed & ~TIME_MASK;
        long now = (nowNanos - originNanos) >> UNIT_SHIFT;
        while (true) {
            int slot = slot(set, tag);
            long before = slots.get(slot);
            boolean isOwn = (before & ~TIME_MASK) == tag;
            long fullAt = isOwn ? Math.max(before & TIME_MASK, now) : now;
            long next = fullAt + rule.intervalUnits();
            long excess = next - now - rule.burstUnits();
            if (excess > 0) {
                return seconds(excess);
            }
            if (slots.compareAndSet(slot, before, tag | (next & TIME_MASK))) {
                return 0;
            }
        }
    }

    private int slot(int set, long tag) {
        int soonest = set;
        long soonestTime = Long.MAX_VALUE;
        for (int slot = set; slot < set + WAYS; slot++) {
            long value = slots.get(slot);
            long time = value & TIME_MASK;
            if ((value & ~TIME_MASK) == tag && time > 0) {
                return slot;
            }
            if (time < soonestTime) {
                soonest = slot;
                soonestTime = time;
            }
        }
        return soonest;
    }

    private static int seconds(long units) {
        long nanos = units << UNIT_SHIFT;
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, NANOS_PER_SECOND));
    }

    /// Nanoseconds as the table counts time.
    static long units(double nanos) {
        return Math.max(1, Math.round(nanos / (1 << UNIT_SHIFT)));
    }
}
