package io.sluice.dataplane.http2;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResetBucketTest {

    private static final long START = Long.MAX_VALUE - 5; // clocks wrap
    private static final long SECOND = 1_000_000_000L;

    /// R-H2-3: a hundred at once, then ten a second.
    @Test
    void allowsBurstThenTenASecond() {
        ResetBucket bucket = new ResetBucket(100, START);

        for (int i = 0; i < 100; i++) {
            assertThat(bucket.tryTake(START)).isTrue();
        }
        assertThat(bucket.tryTake(START)).isFalse();

        ResetBucket slow = new ResetBucket(1, START);
        for (int i = 0; i < 1_000; i++) {
            assertThat(slow.tryTake(START + i * SECOND / 10)).isTrue();
        }
    }

    @Test
    void keepsNoMoreThanTheBurst() {
        ResetBucket bucket = new ResetBucket(3, START);

        for (int i = 0; i < 3; i++) {
            assertThat(bucket.tryTake(START + 100 * SECOND)).isTrue();
        }
        assertThat(bucket.tryTake(START + 100 * SECOND)).isFalse();
    }
}
