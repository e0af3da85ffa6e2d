package io.sluice.dataplane.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.dataplane.loop.MemoryPressure.Level;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// R-LIM-3.
class MemoryPressureTest {

    private long usedBytes;
    private final MemoryPressure pressure = new MemoryPressure(new DirectMemory() {
        @Override
        public long usedBytes() {
            return usedBytes;
        }

        @Override
        public long maxBytes() {
            return 1000;
        }
    });

    private Level at(long bytes) {
        usedBytes = bytes;
        Level before = pressure.level();
        assertThat(pressure.look()).isEqualTo(pressure.level() != before);
        return pressure.level();
    }

    @Test
    void risesAtEightyAndNinetyPercent() {
        assertThat(at(799)).isEqualTo(Level.CALM);
        assertThat(at(800)).isEqualTo(Level.HIGH);
        assertThat(pressure.isHigh()).isTrue();
        assertThat(pressure.isCritical()).isFalse();
        assertThat(at(899)).isEqualTo(Level.HIGH);
        assertThat(at(900)).isEqualTo(Level.CRITICAL);
        assertThat(pressure.isHigh()).isTrue();
        assertThat(pressure.isCritical()).isTrue();
        assertThat(at(5000)).isEqualTo(Level.CRITICAL);
    }

    /// Or it would come and go on the border.
    @Test
    void fallsFivePercentLater() {
        at(900);

        assertThat(at(850)).isEqualTo(Level.CRITICAL);
        assertThat(at(849)).isEqualTo(Level.HIGH);
        assertThat(at(899)).isEqualTo(Level.HIGH);
        assertThat(at(750)).isEqualTo(Level.HIGH);
        assertThat(at(749)).isEqualTo(Level.CALM);
        assertThat(at(799)).isEqualTo(Level.CALM);
    }

    @Test
    void jumpsOverHigh() {
        assertThat(at(950)).isEqualTo(Level.CRITICAL);
        assertThat(at(10)).isEqualTo(Level.CALM);
    }

    @Test
    void countsBuffersThatAreHeld() {
        long before = DirectMemory.POOLED.usedBytes();
        ByteBuf held = PooledByteBufAllocator.DEFAULT.directBuffer(8 * 1024 * 1024);

        assertThat(DirectMemory.POOLED.usedBytes()).isGreaterThan(before);
        assertThat(DirectMemory.POOLED.maxBytes()).isGreaterThan(held.capacity());
        held.release();
    }
}
