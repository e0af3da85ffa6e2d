package io.sluice.perf.acceptance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.perf.wire.Wire;

import static org.awaitility.Awaitility.await;

/// GETs at a steady rate over one kept connection until it is closed; whatever is not a 200 is a failure.
final class SteadyRequests implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AcceptanceStack stack;
    private final String host;
    private final long periodNanos;
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    private SteadyRequests(AcceptanceStack stack, String host, int perSecond) {
        this.stack = stack;
        this.host = host;
        periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    static SteadyRequests start(AcceptanceStack stack, String host, int perSecond) {
        SteadyRequests load = new SteadyRequests(stack, host, perSecond);
        Thread.ofPlatform().daemon().start(load::run);
        return load;
    }

    private void run() {
        long next = System.nanoTime();
        while (!ended) {
            try (Wire wire = stack.connect()) {
                while (!ended) {
                    Answer answer = AcceptanceStack.send(wire, "GET", host, "/ping", "");
                    if (answer.status() != 200) {
                        failures.add(answer.head().start() + " " + answer.field("proxy-status"));
                    }
                    answered.incrementAndGet();
                    next += periodNanos;
                    Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    void awaitAnswered(int more) {
        int goal = answered.get() + more;
        await().atMost(PATIENCE).until(() -> answered.get() >= goal);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ended = true;
    }
}
