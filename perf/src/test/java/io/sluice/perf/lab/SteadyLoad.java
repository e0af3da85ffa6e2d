package io.sluice.perf.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/// A few clients that send a request each few milliseconds on kept connections, until told to stop, and count what
/// fails.
final class SteadyLoad {
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String address;
    private final int port;
    private final String host;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients;

    /// @param answered requests answered with 200
    /// @param failures what the others met: a status or an exception, with the time since the start
    record Report(int answered, List<String> failures) {}

    private SteadyLoad(String address, int port, String host) {
        this.address = address;
        this.port = port;
        this.host = host;
        var started = System.nanoTime();
        this.clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> Thread.ofVirtual().start(() -> run(started)))
                .toList();
    }

    static SteadyLoad start(String address, int port, String host) {
        return new SteadyLoad(address, port, host);
    }

    Report stop() throws InterruptedException {
        stopped.countDown();
        for (var client : clients) {
            client.join();
        }
        return new Report(answered.get(), List.copyOf(failures));
    }

    private void run(long startedNanos) {
        @Nullable HttpConnection connection = null;
        try {
            while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                connection = send(connection, startedNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    private @Nullable HttpConnection send(@Nullable HttpConnection kept, long startedNanos) {
        @Nullable HttpConnection connection = kept;
        try {
            if (connection == null) {
                connection = HttpConnection.open(address, port);
            }
            var answer = connection.get(host, "/load");
            if (answer.status() == 200) {
                answered.incrementAndGet();
            } else {
                fail(startedNanos, answer.status() + " " + answer.body().strip());
            }
            if (!answer.closes()) {
                return connection;
            }
        } catch (IOException e) {
            fail(startedNanos, e.toString());
        }
        close(connection);
        return null;
    }

    private void fail(long startedNanos, String what) {
        failures.add((System.nanoTime() - startedNanos) / 1_000_000 + " ms: " + what);
    }

    private void close(@Nullable HttpConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            failures.add("closing: " + e);
        }
    }
}
