package io.sluice.controlplane.deploy;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WritePaceTest {

    private final WritePace pace = new WritePace();

    @Test
    void theFirstChangeIsMadeAtOnce() {
        assertThat(pace.delayNanos(0)).isZero();
    }

    @Test
    void changesThatFollowEachOtherWaitTwiceAsLongEachTime() {
        long nowNanos = 0;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            pace.onWrite(nowNanos);

            assertThat(pace.delayNanos(nowNanos))
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
            nowNanos += pace.delayNanos(nowNanos);
        }
    }

    @Test
    void aQuietTimeIsForgiven() {
        pace.onWrite(0);
        pace.onWrite(1);
        long later = Duration.ofSeconds(70).toNanos();

        pace.onWrite(later);

        assertThat(pace.delayNanos(later)).isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
