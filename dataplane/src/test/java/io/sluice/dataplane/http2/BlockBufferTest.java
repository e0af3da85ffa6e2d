package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlockBufferTest {

    private final BlockBuffer buffer = new BlockBuffer(8, 10_000);

    private boolean add(int bytes, boolean isLast) {
        return buffer.tryAdd(Unpooled.wrappedBuffer(new byte[bytes]), 0, bytes, isLast);
    }

    @Test
    void joinsParts() {
        buffer.begin(5, new byte[] {1, 2, 3}, 2);

        assertThat(buffer.isUnderWay()).isTrue();
        assertThat(buffer.streamId()).isEqualTo(5);
        assertThat(buffer.tryAdd(Unpooled.wrappedBuffer(new byte[] {0, 7, 8, 0}), 1, 2, true))
                .isTrue();
        assertThat(Arrays.copyOf(buffer.bytes(), buffer.length())).containsExactly(1, 2, 7, 8);
        buffer.end();
        assertThat(buffer.isUnderWay()).isFalse();
    }

    /// The last may be small.
    @Test
    void allowsFourSmallOnes() {
        buffer.begin(1, new byte[1], 1);

        for (int i = 0; i < 4; i++) {
            assertThat(add(10, false)).isTrue();
        }
        assertThat(add(10, true)).isTrue();
        buffer.begin(3, new byte[1], 1);
        for (int i = 0; i < 4; i++) {
            assertThat(add(10, false)).isTrue();
        }
        assertThat(add(10, false)).isFalse();
    }

    @Test
    void allowsNoEmptyOne() {
        buffer.begin(1, new byte[1], 1);

        assertThat(add(0, true)).isFalse();
    }

    @Test
    void allowsEightFrames() {
        buffer.begin(1, new byte[1], 1);

        for (int i = 0; i < 8; i++) {
            assertThat(add(1_024, false)).isTrue();
        }
        assertThat(add(1_024, true)).isFalse();
    }

    @Test
    void allowsSoManyBytes() {
        buffer.begin(1, new byte[5_000], 5_000);

        assertThat(add(5_000, false)).isTrue();
        assertThat(add(1, true)).isFalse();
    }
}
