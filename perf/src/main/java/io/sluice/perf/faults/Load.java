package io.sluice.perf.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.sluice.perf.wire.Wire;
import org.jspecify.annotations.Nullable;

/// Requests that begin at a fixed rate whatever becomes of those before (open loop), every fourth a POST, over kept
/// connections. Lost is what ends without its own 2xx or 4xx answer: no answer, a 5xx, another request's answer.
final class Load implements AutoCloseable {

    private static final int POST_EVERY = 4;
    private static final int BODY_BYTES = 2000;
    private static final int TIMEOUT_MILLIS = 40_000;

    private final int port;
    private final String host;
    private final String path;
    private final long periodNanos;
    private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Sample> samples = new ArrayList<>(); // guarded by itself
    private final Thread pacer;
    private volatile boolean ended;

    private Load(int port, String host, String path, int perSecond) {
        this.port = port;
        this.host = host;
        this.path = path;
        periodNanos = 1_000_000_000L / perSecond;
        pacer = Thread.ofPlatform().daemon().unstarted(this::pace);
    }

    /// @param path that requests begin with; a number follows
    static Load start(int port, String host, String path, int perSecond) {
        Load load = new Load(port, host, path, perSecond);
        load.pacer.start();
        return load;
    }

    /// @param begunNanos when it should have begun
    /// @param status 0: no answer
    /// @param instance that answered; empty when none did
    record Sample(boolean post, long begunNanos, long nanos, int status, String instance, String problem) {

        boolean isLost() {
            return !problem.isEmpty() || status == 0 || status >= 500;
        }

        double millis() {
            return nanos / 1e6;
        }
    }

    private void pace() {
        long next = System.nanoTime();
        for (int number = 0; !ended; number++) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                try {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            long begun = next;
            int current = number;
            inFlight.incrementAndGet();
            Thread.ofVirtual().start(() -> request(current, begun));
            next += periodNanos;
        }
    }

    private void request(int number, long begun) {
        boolean post = number % POST_EVERY == 0;
        Sample sample;
        @Nullable Wire wire = null;
        try {
            wire = idle.pollFirst();
            if (wire == null) {
                wire = Wire.connect(port);
                wire.timeoutMillis(TIMEOUT_MILLIS);
            }
            sample = exchange(wire, number, post, begun);
        } catch (IOException | RuntimeException e) {
            close(wire);
            sample = new Sample(post, begun, System.nanoTime() - begun, 0, "", e.toString());
        }
        inFlight.decrementAndGet();
        synchronized (samples) {
            samples.add(sample);
        }
    }

    private Sample exchange(Wire wire, int number, boolean post, long begun) throws IOException {
        String target = path + number;
        String length = post ? "Content-Length: " + BODY_BYTES + "\r\n" : "";
        wire.sendRaw((post ? "POST " : "GET ") + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + length + "\r\n"
                + (post ? "b".repeat(BODY_BYTES) : ""));
        Wire.Head head = wire.readHead().orElseThrow(() -> new IOException("closed without an answer"));
        String body = new String(wire.readBody(head), StandardCharsets.UTF_8);
        boolean right = head.status() >= 400 || body.contains("\"target\":\"" + target + "\"");
        if (head.closes() || !right) {
            close(wire);
        } else {
            idle.addFirst(wire);
        }
        int at = body.indexOf("\"instance\":\"");
        String instance = at < 0 ? "" : body.substring(at + 12, body.indexOf('"', at + 12));
        String problem = head.status() >= 500 ? head.field("proxy-status") : right ? "" : "wrong body";
        return new Sample(post, begun, System.nanoTime() - begun, head.status(), instance, problem);
    }

    private static void close(@Nullable Wire wire) {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException e) {
            System.err.println("a socket that cannot be closed: " + e);
        }
    }

    int inFlight() {
        return inFlight.get();
    }

    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    List<Sample> since(long nanos) {
        return samples().stream()
                .filter(sample -> sample.begunNanos() - nanos >= 0)
                .toList();
    }

    long count(Predicate<Sample> which) {
        return samples().stream().filter(which).count();
    }

    long lost(boolean post) {
        return count(sample -> sample.post() == post && sample.isLost());
    }

    /// What the first lost ones say.
    String reasons() {
        return samples().stream()
                .filter(Sample::isLost)
                .map(sample -> sample.status() + " " + sample.problem())
                .distinct()
                .limit(3)
                .toList()
                .toString();
    }

    /// Milliseconds.
    static double percentile(List<Sample> samples, double share) {
        double[] sorted = samples.stream().mapToDouble(Sample::millis).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    /// Begins nothing more, and waits for what is under way.
    void drain() throws InterruptedException {
        ended = true;
        pacer.join();
        long deadline = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
        while (inFlight.get() > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        ended = true;
        idle.forEach(Load::close);
    }
}
