package io.sluice.dataplane.http2;

/// How many frames that are needless or strange one connection may still send (R-H2-4). Each kind has an allowance that
/// no honest client uses up; beyond it every frame is a glitch, and glitches are limited all together.
final class GlitchBudget {

    enum Verdict {
        FINE,
        /// Three quarters are spent: the client is asked to come anew.
        SOFT,
        SPENT
    }

    /// What a block of fields beyond its bounds costs.
    static final int LARGE_BLOCK = 10;

    private static final long NANOS_PER_GLITCH = 1_000_000_000L;
    private static final long CONTROL_PERIOD_NANOS = 10_000_000_000L;
    private static final int CONTROLS_PER_PERIOD = 20;
    private static final int PRIORITIES = 100;
    private static final int UPDATES = 50;
    private static final int UPDATES_PER_DATA = 10;
    private static final int UNKNOWNS = 50;
    private static final int EMPTY_IN_A_ROW = 2;
    private static final int PADDING_PER_CONTENT = 10;
    private static final int OVERHEAD_SHIFT = 3;
    private static final long OVERHEAD_BYTES = 1024 * 1024;

    private final int max;
    private int glitches;
    private long forgottenNanos;
    private long periodNanos;
    private int controls;
    private long periodDataFrames;
    private int priorities;
    private int updates;
    private int unknowns;
    private int emptyInARow;
    private long receivedBytes;
    private long usefulBytes;

    GlitchBudget(int max, long nowNanos) {
        this.max = max;
        forgottenNanos = nowNanos;
        periodNanos = nowNanos;
    }

    Verdict spend(int more, long nowNanos) {
        long forgotten = (nowNanos - forgottenNanos) / NANOS_PER_GLITCH;
        if (forgotten > 0) {
            forgottenNanos += forgotten * NANOS_PER_GLITCH;
            glitches = (int) Math.max(0, glitches - forgotten);
        }
        glitches += more;
        if (glitches >= max) {
            return Verdict.SPENT;
        }
        return more > 0 && glitches >= max / 4 * 3 ? Verdict.SOFT : Verdict.FINE;
    }

    private Verdict spendIf(boolean isGlitch, long nowNanos) {
        return isGlitch ? spend(1, nowNanos) : Verdict.FINE;
    }

    /// PING or SETTINGS, or an acknowledgement that nothing asked for. Clients that measure the path send a PING with
    /// contents that they receive.
    ///
    /// @param dataFrames sent on this connection
    Verdict onControl(long dataFrames, long nowNanos) {
        if (nowNanos - periodNanos >= CONTROL_PERIOD_NANOS) {
            periodNanos = nowNanos;
            controls = 0;
            periodDataFrames = dataFrames;
        }
        return spendIf(++controls > CONTROLS_PER_PERIOD + dataFrames - periodDataFrames, nowNanos);
    }

    /// @param streams begun on this connection
    Verdict onPriority(int streams, long nowNanos) {
        return spendIf(++priorities > PRIORITIES + streams, nowNanos);
    }

    /// @param dataFrames sent on this connection
    Verdict onWindowUpdate(long dataFrames, long nowNanos) {
        return spendIf(++updates > UPDATES + UPDATES_PER_DATA * dataFrames, nowNanos);
    }

    Verdict onUnknown(long nowNanos) {
        return spendIf(++unknowns > UNKNOWNS, nowNanos);
    }

    /// @param isLast an empty frame that ends its stream is of use
    Verdict onData(int contentBytes, int paddingBytes, boolean isLast, long nowNanos) {
        usefulBytes += contentBytes;
        if (contentBytes == 0 && !isLast) {
            emptyInARow++;
        } else {
            emptyInARow = 0;
        }
        boolean isPadded = paddingBytes > contentBytes * PADDING_PER_CONTENT && paddingBytes > PADDING_PER_CONTENT;
        return spendIf(emptyInARow > EMPTY_IN_A_ROW || isPadded, nowNanos);
    }

    void onBlock(int bytes) {
        usefulBytes += bytes;
    }

    /// Everything that came counts, whatever it was.
    Verdict onReceived(int bytes) {
        receivedBytes += bytes;
        return receivedBytes >> OVERHEAD_SHIFT > usefulBytes + OVERHEAD_BYTES ? Verdict.SPENT : Verdict.FINE;
    }
}
