package io.sluice.dataplane.metrics;

import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.loop.OnLoop;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/// Latencies that one loop measures. The loop records into one histogram and hands it over whole when asked, taking the
/// other: no atomics while recording. The reader may use what it was handed until its next [#flip()].
@OnLoop
public final class LatencyRecorder {

    /// Longer ones make the histogram grow once.
    private static final long INITIAL_MAX_MICROS = 1 << 18;

    private static final int SIGNIFICANT_DIGITS = 2;
    private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(24);

    private @Nullable IntCountsHistogram active;
    private @Nullable IntCountsHistogram idle;

    public void record(long nanos) {
        if (active == null) {
            active = newHistogram();
        }
        if (active.getTotalCount() == Integer.MAX_VALUE) {
            active.reset(); // nobody has asked for so many, and no count may pass an int
        }
        active.recordValue(Math.clamp(nanos / 1000, 0, MAX_MICROS));
    }

    private static IntCountsHistogram newHistogram() {
        IntCountsHistogram histogram = new IntCountsHistogram(INITIAL_MAX_MICROS, SIGNIFICANT_DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /// Exchanges the histograms; what [#addIdleTo] gives afterwards is everything since the previous flip.
    public void flip() {
        IntCountsHistogram filled = active;
        active = idle;
        idle = filled;
        if (active != null) {
            active.reset();
        }
    }

    /// Reader, between two flips.
    void addIdleTo(Histogram sum) {
        if (idle != null) {
            sum.add(idle);
        }
    }

    static Histogram emptySum() {
        return new Histogram(SIGNIFICANT_DIGITS);
    }
}
