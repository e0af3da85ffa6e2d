package io.sluice.controlplane.admin;

import java.util.Random;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencySummaryTest {

    @Test
    void agreesWithTheHistogramsOwnPercentiles() {
        PackedHistogram histogram = new PackedHistogram(3);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            histogram.recordValue((long) Math.exp(random.nextGaussian() * 1.5 + 6));
        }

        LatencySummary summary = LatencySummary.of(histogram);

        for (int i = 0; i < LatencySummary.PERCENTILES.length; i++) {
            long expected =
                    Math.min(histogram.getValueAtPercentile(LatencySummary.PERCENTILES[i]), histogram.getMaxValue());
            assertThat(summary.percentiles()[i]).isEqualTo(expected);
        }
        assertThat(summary.count()).isEqualTo(20_000);
        assertThat(summary.maxMicros()).isEqualTo(histogram.getMaxValue());
        assertThat(summary.meanMicros()).isEqualTo(histogram.getMean(), org.assertj.core.data.Offset.offset(0.001));
    }

    @Test
    void bucketsAreCumulative() {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(50);
        histogram.recordValue(900);
        histogram.recordValue(3_000_000_000L);

        LatencySummary summary = LatencySummary.of(histogram);

        assertThat(summary.buckets()[0]).isEqualTo(1);
        assertThat(summary.buckets()[3]).isEqualTo(2);
        assertThat(summary.buckets()[LatencySummary.BUCKET_MICROS.length - 1]).isEqualTo(2);
        assertThat(summary.count()).isEqualTo(3);
    }

    @Test
    void isAllZerosForNothing() {
        LatencySummary summary = LatencySummary.of(new Histogram(3));

        assertThat(summary.count()).isZero();
        assertThat(summary.maxMicros()).isZero();
        assertThat(summary.meanMicros()).isZero();
        assertThat(summary.percentiles()).containsOnly(0);
    }
}
