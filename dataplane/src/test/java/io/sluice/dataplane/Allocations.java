package io.sluice.dataplane;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;

/// Counts the bytes that an operation allocates on the Java heap once it is warm, on a thread such as a loop's.
public final class Allocations {

    private static final int WARM_UP = 30_000;
    private static final int ROUNDS = 21;
    private static final int PER_ROUND = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /// Bytes of the best round: what an operation allocates shows in every round, what the compiler does in some.
    public static long bytesPerRound(Runnable operation) {
        long[] rounds = new long[ROUNDS];
        Throwable[] failure = new Throwable[1];
        Thread thread = new DefaultThreadFactory("allocations").newThread(() -> {
            try {
                measure(operation, rounds);
            } catch (RuntimeException | Error e) {
                failure[0] = e;
            }
        });
        // Leak records are objects.
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            thread.start();
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
        return Arrays.stream(rounds).min().orElseThrow();
    }

    private static void measure(Runnable operation, long[] rounds) {
        for (int i = 0; i < WARM_UP; i++) {
            operation.run();
        }
        long id = Thread.currentThread().threadId();
        for (int round = 0; round < rounds.length; round++) {
            long before = THREADS.getThreadAllocatedBytes(id);
            for (int i = 0; i < PER_ROUND; i++) {
                operation.run();
            }
            rounds[round] = THREADS.getThreadAllocatedBytes(id) - before;
        }
    }
}
