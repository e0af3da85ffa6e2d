package io.sluice.perf.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.sluice.perf.wire.Wire;

/// Clients that ask a well-behaved endpoint at a steady pace, on kept connections and on new ones, until closed.
final class Innocents implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int REQUESTS_PER_CONNECTION = 50;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Judgement, Integer> judgements = new EnumMap<>(Judgement.class); // guarded by this
    private final List<Long> latencies = new ArrayList<>(); // guarded by this
    private volatile boolean ended;

    private Innocents(int port) {
        this.port = port;
    }

    static Innocents start(int port, int clients) {
        Innocents innocents = new Innocents(port);
        for (int i = 0; i < clients; i++) {
            int perConnection = i % 2 == 0 ? REQUESTS_PER_CONNECTION : 1;
            innocents.threads.add(Thread.ofVirtual().start(() -> innocents.run(perConnection)));
        }
        return innocents;
    }

    private void run(int perConnection) {
        try {
            while (!ended) {
                try (Wire wire = Wire.connect(port)) {
                    for (int i = 0; i < perConnection && !ended; i++) {
                        long begun = System.nanoTime();
                        Judgement judgement = HostileClient.good(wire, "innocent.test");
                        count(judgement, System.nanoTime() - begun);
                        if (judgement != Judgement.PASSED) {
                            break;
                        }
                        Thread.sleep(PAUSE);
                    }
                } catch (IOException e) {
                    count(Judgement.LOST, 0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void count(Judgement judgement, long nanos) {
        judgements.merge(judgement, 1, Integer::sum);
        latencies.add(nanos);
    }

    synchronized int count(Judgement judgement) {
        return judgements.getOrDefault(judgement, 0);
    }

    /// Milliseconds.
    synchronized double percentile(double share) {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
