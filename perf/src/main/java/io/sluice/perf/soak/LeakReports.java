package io.sluice.perf.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/// Collects what Netty's leak detection finds, and proves at the end that it was looking.
final class LeakReports {

    private static final String CANARY = "leaked on purpose by the soak";
    private static final int ROUNDS = 10;
    private static final int BUFFERS_PER_ROUND = 64;
    private static final long ROUND_MILLIS = 100;

    private final Queue<String> reports = new ConcurrentLinkedQueue<>();
    private final Queue<String> canaries = new ConcurrentLinkedQueue<>();

    /// Before any class of Netty has made its detector.
    void install() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation") // the only form that subclasses must define
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return new Detector<>(resource, samplingInterval);
            }
        });
    }

    Queue<String> reports() {
        return reports;
    }

    /// Lets the collector find what nobody holds any more. Reports come when the next buffers are made.
    void collect() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            Thread.sleep(ROUND_MILLIS);
            for (int i = 0; i < BUFFERS_PER_ROUND; i++) {
                ByteBufAllocator.DEFAULT.directBuffer(1).release();
            }
        }
    }

    /// Whether a buffer that is leaked now is reported: else the absence of reports means nothing.
    boolean findsCanary() throws InterruptedException {
        leak();
        for (int round = 0; round < ROUNDS && canaries.isEmpty(); round++) {
            collect();
        }
        return !canaries.isEmpty();
    }

    /// In a method of its own, so that no local variable holds the buffer.
    private static void leak() {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        lost.touch(CANARY);
    }

    private final class Detector<T> extends ResourceLeakDetector<T> {

        Detector(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            (records.contains(CANARY) ? canaries : reports).add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            reports.add(resourceType + ": no record of its use");
        }
    }
}
