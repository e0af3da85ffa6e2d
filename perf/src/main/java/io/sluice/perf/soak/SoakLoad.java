package io.sluice.perf.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.sluice.perf.wire.WireException;

/// The JVM of the clients, one virtual thread each. Arguments: port of the proxy, seconds, seed.
final class SoakLoad {

    private static final int KEEP_ALIVE = 8;
    private static final int FRESH = 2;
    private static final int UPLOADS = 3;
    private static final int WEBSOCKETS = 4;
    private static final int ABORTING = 2;
    private static final int SLOW = 2;
    private static final long LAST_STEP_SECONDS = 60;

    private final Tally tally = new Tally();
    private final long seed;
    private final long endNanos;
    private final List<Thread> threads = new ArrayList<>();

    private SoakLoad(long seed, long seconds) {
        this.seed = seed;
        endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        SoakLoad load = new SoakLoad(Long.parseLong(arguments[2]), Long.parseLong(arguments[1]));
        Report.ready("");
        load.run(port);
        load.tally.report();
        Report.done();
    }

    private void run(int port) throws InterruptedException {
        for (int i = 0; i < KEEP_ALIVE; i++) {
            start(new KeepAliveClient(port, tally));
        }
        for (int i = 0; i < FRESH; i++) {
            start(new FreshClient(port, tally));
        }
        for (int i = 0; i < UPLOADS; i++) {
            start(new UploadClient(port, tally));
        }
        for (int i = 0; i < WEBSOCKETS; i++) {
            start(new WebSocketClient(port, tally));
        }
        for (int i = 0; i < ABORTING; i++) {
            start(new AbortingClient(port, tally));
        }
        for (int i = 0; i < SLOW; i++) {
            start(new SlowReader(port, tally));
        }
        long patience = endNanos + TimeUnit.SECONDS.toNanos(LAST_STEP_SECONDS);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(patience - System.nanoTime());
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                tally.problem(thread.getName(), new WireException("waits still"));
            }
        }
    }

    /// Each with random numbers of its own, so that a seed repeats what each does.
    private void start(Client client) {
        Random random = new Random(seed * 31 + threads.size());
        String name = client.getClass().getSimpleName() + "-" + threads.size();
        threads.add(Thread.ofVirtual().name(name).start(() -> loop(client, name, random)));
    }

    private void loop(Client client, String name, Random random) {
        try {
            while (System.nanoTime() - endNanos < 0) {
                step(client, name, random);
                Thread.sleep(1 + random.nextLong(2 * client.pauseMillis()));
            }
            client.close();
        } catch (IOException e) {
            tally.problem(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step(Client client, String name, Random random) throws InterruptedException {
        try {
            client.step(random);
        } catch (IOException e) {
            tally.problem(name, e);
            giveUp(client, name);
        }
    }

    private void giveUp(Client client, String name) {
        try {
            client.close();
        } catch (IOException e) {
            tally.problem(name + " closing", e);
        }
    }
}
