package io.sluice.controlplane.admin;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/// What is told of a histogram, gathered in one pass over it.
///
/// @param percentiles microseconds, one entry per [#PERCENTILES]; zeros when nothing was recorded
/// @param buckets cumulative counts, one entry per [#BUCKET_MICROS]
@SuppressWarnings("ArrayRecordComponent") // made once, shown many times, changed never
record LatencySummary(long count, double sumMicros, long maxMicros, long[] percentiles, long[] buckets) {

    static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    /// Upper bounds of the buckets that `/metrics` shows; the last one there is +Inf.
    static final long[] BUCKET_MICROS = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    static LatencySummary of(AbstractHistogram histogram) {
        long count = histogram.getTotalCount();
        long[] percentiles = new long[PERCENTILES.length];
        long[] buckets = new long[BUCKET_MICROS.length];
        double sum = 0;
        int nextPercentile = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            long micros = value.getValueIteratedTo();
            sum += (double) histogram.medianEquivalentValue(micros) * value.getCountAddedInThisIterationStep();
            addToBuckets(buckets, micros, value.getCountAddedInThisIterationStep());
            long seen = value.getTotalCountToThisValue();
            while (nextPercentile < PERCENTILES.length && seen >= rank(PERCENTILES[nextPercentile], count)) {
                percentiles[nextPercentile++] = Math.min(micros, histogram.getMaxValue());
            }
        }
        long max = count == 0 ? 0 : histogram.getMaxValue();
        return new LatencySummary(count, sum, max, percentiles, buckets);
    }

    double meanMicros() {
        return count == 0 ? 0 : sumMicros / count;
    }

    private static void addToBuckets(long[] buckets, long micros, long count) {
        for (int i = buckets.length - 1; i >= 0 && micros <= BUCKET_MICROS[i]; i--) {
            buckets[i] += count;
        }
    }

    /// How many values lie at or below the percentile; the slack keeps 99.9 % of 1000 from becoming 1000.
    private static long rank(double percentile, long count) {
        return Math.max(1, (long) Math.ceil(percentile / 100 * count - 1e-6));
    }
}
