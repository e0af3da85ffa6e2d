package io.sluice.perf.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/// Direct memory that the allocator holds, sampled over time. Belongs to one thread.
final class MemorySamples {

    /// Fewer say nothing about growth.
    private static final int MIN_FOR_GROWTH = 60;

    private final ByteBufAllocatorMetric metric;
    private final List<Long> directBytes = new ArrayList<>();

    /// @param allocator of the data plane
    MemorySamples(ByteBufAllocator allocator) {
        if (!(allocator instanceof ByteBufAllocatorMetricProvider provider)) {
            throw new IllegalArgumentException("the allocator does not say what it holds: " + allocator);
        }
        metric = provider.metric();
    }

    void sample() {
        directBytes.add(metric.usedDirectMemory());
    }

    long min() {
        return directBytes.isEmpty() ? 0 : Collections.min(directBytes);
    }

    long max() {
        return directBytes.isEmpty() ? 0 : Collections.max(directBytes);
    }

    long last() {
        return directBytes.isEmpty() ? 0 : directBytes.getLast();
    }

    /// By how much the peak of the last third exceeds the middle third's, when the allocator has long been warm; 0 when
    /// there are too few samples to say.
    long growth() {
        if (directBytes.size() < MIN_FOR_GROWTH) {
            return 0;
        }
        int third = directBytes.size() / 3;
        long middle = Collections.max(directBytes.subList(third, 2 * third));
        long end = Collections.max(directBytes.subList(2 * third, directBytes.size()));
        return Math.max(0, end - middle);
    }
}
