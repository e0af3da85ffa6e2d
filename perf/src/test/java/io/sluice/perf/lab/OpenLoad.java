package io.sluice.perf.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/// Requests that begin at a fixed rate whatever becomes of those before, every fourth a POST, over kept connections.
///
/// A kept connection that the proxy closed while it was idle is not a lost request: the client had not sent anything.
/// It is seen before it is used, as a client's pool does.
final class OpenLoad {
    private static final int POST_EVERY = 4;
    private static final byte[] BODY = new byte[1000];
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Edge edge;
    private final String host;
    private final long periodNanos;
    private final long startedNanos = System.nanoTime();
    private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Thread pacer;
    private volatile boolean ended;

    private OpenLoad(Edge edge, String host, int perSecond) {
        this.edge = edge;
        this.host = host;
        periodNanos = 1_000_000_000L / perSecond;
        pacer = Thread.ofPlatform().daemon().unstarted(this::pace);
    }

    static OpenLoad start(Edge edge, String host, int perSecond) {
        var load = new OpenLoad(edge, host, perSecond);
        load.pacer.start();
        return load;
    }

    /// @param atMillis since the load's start, when it should have begun
    /// @param nanos from then to its end
    /// @param failure empty when it was answered with 200
    private record Sample(boolean post, long atMillis, long nanos, String failure) {}

    /// @param requests all that began
    /// @param lostGets GETs that were not answered with 200
    /// @param lostPosts POSTs that were not
    /// @param failures the first of them, with the time since the start
    /// @param p99Millis of all
    /// @param slowestMillis of all
    record Report(
            int requests,
            long lostGets,
            long lostPosts,
            List<String> failures,
            double p99Millis,
            double slowestMillis) {}

    private void pace() {
        long next = startedNanos;
        for (int number = 0; !ended; number++) {
            long wait = next - System.nanoTime();
            try {
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            boolean post = number % POST_EVERY == 0;
            long due = next;
            inFlight.incrementAndGet();
            Thread.ofVirtual().start(() -> request(post, due));
            next += periodNanos;
        }
    }

    private void request(boolean post, long due) {
        String failure;
        @Nullable HttpConnection connection = null;
        try {
            connection = connection();
            var answer = post ? connection.post(host, "/load", BODY) : connection.get(host, "/load");
            failure = answer.status() == 200
                    ? ""
                    : answer.status() + " " + answer.fields().getOrDefault("proxy-status", "");
            if (answer.closes()) {
                connection.close();
            } else {
                idle.addFirst(connection);
            }
        } catch (IOException | RuntimeException e) {
            failure = e.toString();
            close(connection);
        }
        var now = System.nanoTime();
        samples.add(new Sample(post, (due - startedNanos) / 1_000_000, now - due, failure));
        inFlight.decrementAndGet();
    }

    private HttpConnection connection() throws IOException {
        for (var kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (kept.isOpen()) {
                return kept;
            }
            kept.close();
        }
        return HttpConnection.open(edge.address(), edge.port());
    }

    private static void close(@Nullable HttpConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }

    /// Begins nothing more, and waits for what is under way.
    Report stop() throws InterruptedException {
        ended = true;
        pacer.join();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (inFlight.get() > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(10);
        }
        idle.forEach(OpenLoad::close);
        return report(List.copyOf(samples));
    }

    private static Report report(List<Sample> all) {
        var failures = new ArrayList<String>();
        for (var sample : all) {
            if (!sample.failure().isEmpty()) {
                failures.add(
                        (sample.post() ? "POST" : "GET") + " at " + sample.atMillis() + " ms: " + sample.failure());
            }
        }
        double[] millis =
                all.stream().mapToDouble(sample -> sample.nanos() / 1e6).toArray();
        Arrays.sort(millis);
        return new Report(
                all.size(),
                lost(all, false),
                lost(all, true),
                List.copyOf(failures.subList(0, Math.min(8, failures.size()))),
                millis.length == 0 ? 0 : millis[(int) (0.99 * millis.length)],
                millis.length == 0 ? 0 : millis[millis.length - 1]);
    }

    private static long lost(List<Sample> all, boolean post) {
        return all.stream()
                .filter(sample -> sample.post() == post && !sample.failure().isEmpty())
                .count();
    }
}
