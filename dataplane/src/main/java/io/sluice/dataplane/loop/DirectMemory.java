package io.sluice.dataplane.loop;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/// The memory outside the heap that buffers take. All loops take from the same.
public interface DirectMemory {

    /// Of what the transports allocate from: bytes of buffers that somebody holds, and the JVM's ceiling.
    DirectMemory POOLED = new DirectMemory() {
        @Override
        public long usedBytes() {
            return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        }

        @Override
        public long maxBytes() {
            return PlatformDependent.maxDirectMemory();
        }
    };

    @AnyThread
    long usedBytes();

    @AnyThread
    long maxBytes();
}
