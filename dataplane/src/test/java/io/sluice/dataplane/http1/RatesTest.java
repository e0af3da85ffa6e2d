package io.sluice.dataplane.http1;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.dataplane.http.ConnectionAge;
import io.sluice.dataplane.loop.ReceiveRate;
import io.sluice.dataplane.loop.SendProgress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The slowest that a client may be, in both directions, and how old a connection may grow, by a clock that the test
/// moves.
class RatesTest {

    private static final long START = Long.MAX_VALUE - 5; // clocks wrap

    private static long at(double seconds) {
        return START + (long) (seconds * 1e9);
    }

    /// R-LIM-1 and the table of time-outs: 240 bytes a second on average, after ten seconds.
    @Test
    void bodyMayBeSlowForTenSeconds() {
        ReceiveRate rate = new ReceiveRate();
        rate.begin(START);

        assertThat(rate.onBytes(1, at(9.9))).isTrue();
        assertThat(rate.onBytes(1, at(10))).isFalse();
    }

    @Test
    void bodyMustKeepItsRate() {
        ReceiveRate rate = new ReceiveRate();
        rate.begin(START);

        for (int second = 1; second <= 100; second++) {
            assertThat(rate.onBytes(240, at(second))).as("second %d", second).isTrue();
        }
        assertThat(rate.onBytes(0, at(101))).isFalse();
    }

    /// The time in which nobody reads the client is not its fault.
    @Test
    void pauseStartsTheRateAnew() {
        ReceiveRate rate = new ReceiveRate();
        rate.begin(START);
        rate.onBytes(1, at(9));
        rate.begin(at(1000));

        assertThat(rate.onBytes(1, at(1009))).isTrue();
        assertThat(rate.onBytes(1, at(1010))).isFalse();
    }

    @Test
    void responseMustBeTakenAtItsRate() {
        SlowChannel channel = new SlowChannel();
        SendProgress progress = new SendProgress(channel);
        channel.write(Unpooled.wrappedBuffer(new byte[20_000]));
        channel.write(Unpooled.wrappedBuffer(new byte[20_000]));
        channel.flush();
        progress.begin(START);
        long gap = TimeUnit.SECONDS.toNanos(30);

        channel.take(7200);
        assertThat(progress.isStalled(gap, at(29))).isFalse();
        assertThat(progress.isStalled(gap, at(30))).as("just enough").isFalse();
        channel.take(7199);
        assertThat(progress.isStalled(gap, at(59))).isFalse();
        assertThat(progress.isStalled(gap, at(60))).as("too little").isTrue();
        assertThat(progress.isComplete()).isFalse();
        channel.take(100_000);
        assertThat(progress.isStalled(gap, at(61))).isFalse();
        assertThat(progress.isComplete()).isTrue();
        channel.finishAndReleaseAll();
    }

    /// The kernel's buffers take much at once, and then a client that does not read takes nothing.
    @Test
    void stallCountsFromTheLastProgress() {
        SlowChannel channel = new SlowChannel();
        SendProgress progress = new SendProgress(channel);
        channel.write(Unpooled.wrappedBuffer(new byte[20_000]));
        channel.flush();
        progress.begin(START);
        long gap = TimeUnit.SECONDS.toNanos(30);

        channel.take(19_000);
        assertThat(progress.isStalled(gap, at(1))).isFalse();
        assertThat(progress.isStalled(gap, at(30))).isFalse();
        assertThat(progress.isStalled(gap, at(31))).isTrue();
        channel.finishAndReleaseAll();
    }

    /// Takes what the test says, when it says so.
    private static final class SlowChannel extends EmbeddedChannel {
        private int allowed;

        void take(int bytes) {
            allowed = bytes;
            unsafe().flush();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) {
            int bytes = (int) Math.min(allowed, in.totalPendingWriteBytes());
            allowed = 0;
            in.removeBytes(bytes);
        }
    }

    /// R-POOL-1: 5 minutes.
    @Test
    void connectionIsUsedNoLongerThanFiveMinutes() {
        ConnectionAge age = new ConnectionAge(10_000);

        assertThat(age.allowsAnother(TimeUnit.MINUTES.toNanos(5) - 1)).isTrue();
        assertThat(age.allowsAnother(TimeUnit.MINUTES.toNanos(5))).isFalse();
    }

    /// R-POOL-1: so many requests.
    @Test
    void connectionServesNoMoreRequestsThanAllowed() {
        ConnectionAge age = new ConnectionAge(2);
        age.onRequest();

        assertThat(age.allowsAnother(0)).isTrue();
        age.onRequest();
        assertThat(age.allowsAnother(0)).isFalse();
    }
}
