package io.sluice.dataplane.metrics;

import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.metrics.LoopMeters.LoopCut;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopMetersTest {

    private static final int[] NONE = {};

    private final LoopMeters meters = new LoopMeters(3);

    @Test
    void countsSinceStartAndLatenciesSinceTheLastCut() {
        meters.resize(2, 1, 0);
        meters.route(1, "r").onEnd(200, 10, 20, TimeUnit.MILLISECONDS.toNanos(5));
        meters.onFailure(2);
        LoopCut first = meters.cut();
        assertThat(latencies(first)).isEqualTo(1);
        meters.route(1, "r").onEnd(0, 1, 2, 1000);
        meters.route(1, "r").onEnd(503, 1, 2, 1000);
        LoopCut second = meters.cut();

        assertThat(first.failures()).containsExactly(0, 0, 1);
        assertThat(first.routes().getFirst().responses()).containsExactly(0, 0, 1, 0, 0, 0);
        assertThat(second.routes().getFirst().responses()).containsExactly(1, 0, 1, 0, 0, 1);
        assertThat(second.routes().getFirst().requestBytes()).isEqualTo(12);
        assertThat(latencies(second)).isEqualTo(2);
        assertThat(latencies(meters.cut())).isZero();
    }

    private static long latencies(LoopCut cut) {
        Histogram sum = LatencyRecorder.emptySum();
        cut.routes().getFirst().meter().latency().addIdleTo(sum);
        return sum.getTotalCount();
    }

    @Test
    void handsOverWhatIsGoneOnce() {
        meters.resize(1, 1, 1);
        meters.route(0, "old").onEnd(200, 0, 0, 1);
        meters.cluster(0, "old").latency().record(1);
        meters.endpoint(0, new EndpointMeter("c", "a"));
        meters.release(new int[] {0}, new int[] {0}, new int[] {0});
        meters.route(0, "new").onEnd(200, 0, 0, 1);
        LoopCut first = meters.cut();
        LoopCut second = meters.cut();

        assertThat(first.routes()).extracting(count -> count.meter().route()).containsExactly("new", "old");
        assertThat(first.clusters()).hasSize(1);
        assertThat(first.endpoints()).isEmpty();
        assertThat(second.routes()).extracting(count -> count.meter().route()).containsExactly("new");
        assertThat(second.clusters()).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenNobodyAsks() {
        meters.resize(1, 0, 0);
        for (int i = 0; i < LoopMeters.MAX_RETIRED + 5; i++) {
            meters.route(0, "r" + i);
            meters.release(new int[] {0}, NONE, NONE);
        }
        LoopCut cut = meters.cut();

        assertThat(cut.routes()).hasSize(LoopMeters.MAX_RETIRED);
        assertThat(cut.routes().getFirst().meter().route()).isEqualTo("r5");
    }

    @Test
    void countsWhatAnEndpointHasUnderWay() {
        EndpointMeter meter = new EndpointMeter("c", "10.0.0.1:80");
        meter.onRequest();
        meter.onRequest();
        meter.onRequestEnd();
        meter.onFailure();
        meter.idleConnections(4);

        assertThat(meter.count()).isEqualTo(new TrafficCut.EndpointTraffic("c", "10.0.0.1:80", 2, 1, 1, 4));
    }

    @Test
    void countersAreReadableAnywhere() {
        LoopCounters counters = new LoopCounters();
        for (Counter counter : Counter.values()) {
            counters.add(counter, counter.ordinal());
            counters.increment(counter);
        }

        for (Counter counter : Counter.values()) {
            assertThat(counters.value(counter)).isEqualTo(counter.ordinal() + 1);
        }
    }

    @Test
    void recordsAnyLatency() {
        LatencyRecorder recorder = new LatencyRecorder();
        recorder.record(-5);
        recorder.record(0);
        recorder.record(TimeUnit.SECONDS.toNanos(1));
        recorder.record(Long.MAX_VALUE);
        recorder.flip();
        Histogram sum = LatencyRecorder.emptySum();
        recorder.addIdleTo(sum);

        assertThat(sum.getTotalCount()).isEqualTo(4);
        assertThat(sum.getMinValue()).isZero();
        assertThat(sum.getValueAtPercentile(75)).isBetween(990_000L, 1_010_000L);
        assertThat(sum.getMaxValue()).isGreaterThan(TimeUnit.HOURS.toMicros(23));
    }
}
