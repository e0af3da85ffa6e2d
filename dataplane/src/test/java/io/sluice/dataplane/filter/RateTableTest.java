package io.sluice.dataplane.filter;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.dataplane.Allocations;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.model.RateLimit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateTableTest {

    private static final long START = -5_000_000_000L; // as System.nanoTime() may be
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final IpAddress CLIENT = client("192.0.2.1");

    private final RateTable table = new RateTable(START, new SipHash(1, 2));

    private static IpAddress client(String address) {
        return IpAddress.of(InetAddress.ofLiteral(address));
    }

    private static RateRule rule(double perSecond, int burst) {
        return RateRule.of(new RateLimit(perSecond, burst));
    }

    private int passed(IpAddress client, int route, RateRule rule, long nowNanos) {
        int count = 0;
        while (table.take(client, route, rule, nowNanos) == 0) {
            count++;
        }
        return count;
    }

    @Test
    void letsABurstPassAndThenTheRate() {
        RateRule rule = rule(2, 5);

        assertThat(passed(CLIENT, 1, rule, START)).isEqualTo(5);
        assertThat(passed(CLIENT, 1, rule, START + SECOND / 2)).isEqualTo(1);
        assertThat(passed(CLIENT, 1, rule, START + SECOND * 3 / 2)).isEqualTo(2);
        assertThat(passed(CLIENT, 1, rule, START + SECOND * 100)).isEqualTo(5);
    }

    @Test
    void countsRefusedRequestsNot() {
        RateRule rule = rule(1, 1);
        table.take(CLIENT, 1, rule, START);
        for (int i = 0; i < 1000; i++) {
            assertThat(table.take(CLIENT, 1, rule, START + i)).isEqualTo(1);
        }

        assertThat(table.take(CLIENT, 1, rule, START + SECOND)).isZero();
    }

    @Test
    void saysInWholeSecondsWhenToTryAgain() {
        RateRule fast = rule(1000, 1);
        table.take(CLIENT, 1, fast, START);
        assertThat(table.take(CLIENT, 1, fast, START)).isEqualTo(1);

        RateRule slow = rule(0.1, 1);
        table.take(CLIENT, 2, slow, START);
        assertThat(table.take(CLIENT, 2, slow, START)).isEqualTo(10);
        assertThat(table.take(CLIENT, 2, slow, START + SECOND / 2)).isEqualTo(10);
        assertThat(table.take(CLIENT, 2, slow, START + SECOND * 3 / 2)).isEqualTo(9);
    }

    @Test
    void keepsClientsAndRoutesApart() {
        RateRule rule = rule(1, 3);

        assertThat(passed(CLIENT, 1, rule, START)).isEqualTo(3);
        assertThat(passed(client("192.0.2.2"), 1, rule, START)).isEqualTo(3);
        assertThat(passed(CLIENT, 2, rule, START)).isEqualTo(3);
    }

    @Test
    void countsIpv6ByNetwork() {
        RateRule rule = rule(1, 2);

        assertThat(passed(client("2001:db8:0:1::1"), 1, rule, START)).isEqualTo(2);
        assertThat(passed(client("2001:db8:0:1:ffff::2"), 1, rule, START)).isZero();
        assertThat(passed(client("2001:db8:0:2::1"), 1, rule, START)).isEqualTo(2);
    }

    @Test
    void takesAnyRateAndBurst() {
        assertThat(passed(CLIENT, 1, rule(1e-9, Integer.MAX_VALUE), START)).isEqualTo(1);
        assertThat(table.take(CLIENT, 1, rule(1e-9, 1), START + SECOND * 3600)).isGreaterThan(1);
        assertThat(passed(CLIENT, 2, rule(1e7, 10_000), START)).isEqualTo(10_000);
        assertThat(passed(CLIENT, 3, rule(Double.MAX_VALUE, 1), START)).isEqualTo(1);
    }

    /// Years after the start, and with the clock's sign changing on the way.
    @Test
    void worksForYears() {
        RateRule rule = rule(1, 2);
        long later = START + TimeUnit.DAYS.toNanos(8 * 365);

        assertThat(passed(CLIENT, 1, rule, later)).isEqualTo(2);
        assertThat(passed(CLIENT, 1, rule, later + SECOND)).isEqualTo(1);
    }

    /// More clients than slots: limits may grow loose, but nobody is refused for others.
    @Test
    void refusesNobodyForOthers() {
        RateRule rule = rule(1, 2);
        int clients = RateTable.SLOTS * 3;
        int refused = 0;
        for (int i = 0; i < clients; i++) {
            refused +=
                    table.take(client("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)), 1, rule, START) == 0
                            ? 0
                            : 1;
        }

        assertThat(refused).isLessThan(clients / 500); // equal tags within one set: 3 in 4096
    }

    @Test
    void loosesNoRequestBetweenLoops() throws InterruptedException {
        RateRule rule = rule(1, 1000);
        AtomicInteger passed = new AtomicInteger();
        Thread[] loops = new Thread[4];
        for (int i = 0; i < loops.length; i++) {
            IpAddress own = client("192.0.2.1");
            loops[i] = Thread.ofPlatform().start(() -> passed.addAndGet(passed(own, 1, rule, START)));
        }
        for (Thread loop : loops) {
            loop.join();
        }

        assertThat(passed.get()).isEqualTo(1000);
    }

    @Test
    void makesNoObject() {
        RateRule rule = rule(1000, 10);
        long[] now = {START};

        assertThat(Allocations.bytesPerRound(() -> {
                    now[0] += 100_000;
                    table.take(CLIENT, 1, rule, now[0]);
                }))
                .isZero();
    }
}
