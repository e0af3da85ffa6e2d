package io.sluice.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.listen.DownstreamPipeline;
import io.sluice.dataplane.listen.ListenerSocket;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Deadlines;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.MemoryPressure;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.upstream.UpstreamPools;

/// Looks on every tick of its loop how short the memory for buffers is, and acts on it for a second at a time
/// (R-LIM-3): idle connections are closed, and in the end nobody new is accepted. Requests ask the loop's
/// [MemoryPressure] themselves.
@OnLoop
final class MemoryGuard extends Deadline {

    private static final System.Logger LOG = System.getLogger(MemoryGuard.class.getName());
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Loop loop;
    private final UpstreamPools pools;
    private final DownstreamPipeline pipeline;
    private final LoopCounters counters;
    private final List<ListenerSocket> listeners = new ArrayList<>();
    private long stepEndNanos;
    private boolean stepping;
    private boolean accepting = true;

    MemoryGuard(Loop loop, UpstreamPools pools, DownstreamPipeline pipeline, LoopCounters counters) {
        this.loop = loop;
        this.pools = pools;
        this.pipeline = pipeline;
        this.counters = counters;
    }

    void begin() {
        loop.deadlines().arm(this, System.nanoTime() + Deadlines.TICK_NANOS);
    }

    /// Pauses it when memory is short.
    void watch(ListenerSocket listener) {
        listeners.add(listener);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        loop.deadlines().arm(this, nowNanos + Deadlines.TICK_NANOS);
        MemoryPressure memory = loop.memory();
        boolean changed = memory.look();
        boolean isOver = !stepping || nowNanos - stepEndNanos >= 0;
        boolean isWorse = changed && memory.isCritical();
        if (isOver || isWorse) {
            step(memory, nowNanos);
        }
    }

    private void step(MemoryPressure memory, long nowNanos) {
        stepping = memory.isHigh();
        stepEndNanos = nowNanos + STEP_NANOS;
        if (memory.isHigh()) {
            pools.closeIdle();
        }
        if (memory.isCritical()) {
            pipeline.endIdle();
        }
        accept(memory);
    }

    private void accept(MemoryPressure memory) {
        boolean mayAccept = !memory.isCritical();
        if (mayAccept == accepting) {
            return;
        }
        accepting = mayAccept;
        listeners.forEach(listener -> listener.accept(mayAccept));
        if (!mayAccept) {
            counters.increment(Counter.MEMORY_PAUSES);
        }
        log(memory.percent());
    }

    /// By another thread: logging may block.
    private void log(long percent) {
        String message = accepting
                ? "accepting again: " + percent + " % of the memory for buffers is in use"
                : "accepts nobody and refuses requests: " + percent
                        + " % of the memory for buffers is in use (is -XX:MaxDirectMemorySize too low?)";
        Thread.ofVirtual().name("memory-guard-log").start(() -> LOG.log(System.Logger.Level.WARNING, message));
    }
}
