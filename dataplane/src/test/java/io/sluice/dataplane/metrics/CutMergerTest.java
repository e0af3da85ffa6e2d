package io.sluice.dataplane.metrics;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CutMergerTest {

    private final List<Loop> loops = List.of(new Loop(0, Transport.NIO), new Loop(1, Transport.NIO));
    private final List<LoopMeters> meters = List.of(new LoopMeters(2), new LoopMeters(2));
    private final CutMerger merger = new CutMerger(loops, meters, List.of("none", "bad"));

    @AfterEach
    void stop() {
        loops.forEach(Loop::stop);
    }

    @Test
    void addsUpWhatLoopsMeasure() {
        on(0, 3);
        on(1, 4);
        TrafficCut cut = merger.cut(7);

        assertThat(cut.generation()).isEqualTo(7);
        assertThat(cut.complete()).isTrue();
        assertThat(cut.counters()).containsEntry(Counter.REQUESTS, 7L).hasSize(Counter.values().length);
        assertThat(cut.failures()).containsOnlyKeys("bad").containsEntry("bad", 7L);
        assertThat(cut.routes()).hasSize(1);
        assertThat(cut.routes().getFirst().responses()).containsExactly(0L, 0L, 7L, 0L, 0L, 0L);
        assertThat(cut.routes().getFirst().latencyMicros().getTotalCount()).isEqualTo(7);
        assertThat(cut.clusters().getFirst().latencyMicros().getTotalCount()).isEqualTo(7);
        assertThat(cut.endpoints()).containsExactly(new TrafficCut.EndpointTraffic("c", "a", 7, 0, 7, 0));
    }

    /// What a loop owes comes with a later cut, once.
    @Test
    void countsALateLoopOnce() {
        on(0, 1);
        on(1, 2);
        CountDownLatch stuck = new CountDownLatch(1);
        loops.get(1).eventLoop().execute(() -> awaitUninterruptibly(stuck));
        CutMerger impatient = new CutMerger(100, loops, meters, List.of("none", "bad"));
        TrafficCut first = impatient.cut(1);
        TrafficCut second = impatient.cut(1);
        stuck.countDown();
        loops.get(1).ask(() -> "through").join();
        TrafficCut third = impatient.cut(1);

        assertThat(first.complete()).isFalse();
        assertThat(first.routes().getFirst().latencyMicros().getTotalCount()).isEqualTo(1);
        assertThat(second.complete()).isFalse();
        assertThat(third.complete()).isTrue();
        assertThat(third.failures()).containsEntry("bad", 3L);
        assertThat(third.routes().getFirst().responses().get(2)).isEqualTo(3);
        assertThat(third.routes().getFirst().latencyMicros().getTotalCount()).isEqualTo(2);
        assertThat(impatient.cut(1).routes().getFirst().latencyMicros().getTotalCount())
                .isZero();
    }

    @Test
    void saysWhenALoopHasEnded() {
        loops.get(1).stop();

        assertThatThrownBy(() -> merger.cut(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop 1");
    }

    private void on(int loop, int requests) {
        LoopMeters own = meters.get(loop);
        loops.get(loop)
                .ask(() -> {
                    own.resize(1, 1, 1);
                    EndpointMeter endpoint = new EndpointMeter("c", "a");
                    own.endpoint(0, endpoint);
                    for (int i = 0; i < requests; i++) {
                        own.counters().increment(Counter.REQUESTS);
                        own.onFailure(1);
                        own.route(0, "r").onEnd(200, 1, 1, 1000);
                        own.cluster(0, "c").latency().record(1000);
                        endpoint.onRequest();
                    }
                    return own;
                })
                .join();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
