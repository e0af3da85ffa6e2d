package io.sluice.dataplane.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/// One event loop and what every connection on it shares.
public final class Loop {

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop eventLoop;
    private final Deadlines deadlines = new Deadlines(System.nanoTime());
    private final RequestIds requestIds = new RequestIds();
    private final MemoryPressure memory;

    public Loop(int index, Transport transport) {
        this(index, transport, DirectMemory.POOLED);
    }

    public Loop(int index, Transport transport, DirectMemory memory) {
        this.transport = transport;
        this.memory = new MemoryPressure(memory);
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("sluice-loop-" + index), transport.ioHandlerFactory());
        eventLoop = group.next();
        eventLoop.scheduleAtFixedRate(
                () -> deadlines.advance(System.nanoTime()),
                Deadlines.TICK_NANOS,
                Deadlines.TICK_NANOS,
                TimeUnit.NANOSECONDS);
    }

    public Transport transport() {
        return transport;
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    public ByteBufAllocator allocator() {
        return transport.allocator();
    }

    @OnLoop
    public Deadlines deadlines() {
        assert eventLoop.inEventLoop();
        return deadlines;
    }

    @OnLoop
    public RequestIds requestIds() {
        return requestIds;
    }

    @OnLoop
    public MemoryPressure memory() {
        return memory;
    }

    /// Runs the question on the loop; completes with its answer, or exceptionally when the loop has ended.
    @AnyThread
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            eventLoop.execute(() -> answer(question, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.get());
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /// Ends the thread; connections still open are cut.
    @AnyThread
    public void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
