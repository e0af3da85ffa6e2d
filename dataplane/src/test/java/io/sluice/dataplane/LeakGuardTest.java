package io.sluice.dataplane;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeakGuardTest {

    /// In a method of its own, so that no frame keeps it.
    private static void leak() {
        ByteBufAllocator.DEFAULT.directBuffer(10).writeByte(1);
    }

    @Test
    void seesABufferThatNobodyReleased() throws InterruptedException {
        assertThat(LeakGuard.takeLeaks()).as("of other tests").isEmpty();
        leak();
        List<String> leaks = new ArrayList<>();
        for (int attempt = 0; attempt < 10 && leaks.isEmpty(); attempt++) {
            leaks.addAll(LeakGuard.takeLeaks());
        }

        assertThat(leaks).hasSize(1);
        assertThat(leaks.getFirst()).contains("LeakGuardTest.leak");
        assertThat(LeakGuard.takeLeaks()).isEmpty();
    }
}
