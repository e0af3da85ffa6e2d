package io.sluice.perf.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.task.EchoTask;
import io.sluice.perf.task.TaskServer;
import io.sluice.perf.wire.Wire;
import org.jspecify.annotations.Nullable;

/// F22, F23, F27 and F40: many clients, slow clients, more of them than there are file descriptors, and more requests
/// than the service takes.
final class Crowds {

    private static final int IDLE = 9_500;
    private static final int WARM_CONNECTIONS = 15;
    private static final int WARM_REQUESTS = 4_000;
    private static final int BEYOND_DESCRIPTORS = 3_000;
    private static final int SLOW = 2_000;
    private static final int SLOW_LIMIT_MILLIS = 38_000;
    private static final String GET = "GET /n/1 HTTP/1.1\r\nHost: app.test\r\n\r\n";

    private Crowds() {}

    /// Connections that were used once and wait: all alive after a while, few bytes each, and others do not notice.
    static Fault.Result idle(Stage stage) throws IOException, InterruptedException {
        try (TaskServer task = TaskServer.start(new EchoTask("app.1", "1"));
                SluiceProcess proxy = stage.sluice(Stage.Service.of("app", task.address()))) {
            List<Wire> crowd = new ArrayList<>();
            try (Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
                warm(proxy);
                collect(proxy);
                long before = proxy.residentBytes();
                for (int i = 0; i < IDLE; i++) {
                    Wire wire = Wire.connect(proxy.port());
                    crowd.add(wire);
                    ask(wire);
                }
                collect(proxy);
                long each = (proxy.residentBytes() - before) / IDLE;
                long held = System.nanoTime();
                Thread.sleep(10_000);
                List<Load.Sample> innocents = load.since(held);
                int alive = 0;
                for (Wire wire : crowd) {
                    alive += answers(wire) ? 1 : 0;
                }
                double p99 = Load.percentile(innocents, 0.99);
                return Fault.Result.of(
                        alive == IDLE && each <= 4 * 1024 && p99 <= 5,
                        String.format(
                                "%d of %d alive, %d bytes each (resident), innocent p99 %.1f ms",
                                alive, IDLE, each, p99));
            } finally {
                closeAll(crowd);
            }
        }
    }

    /// What the compiler takes while it works is nobody's connection either.
    private static void warm(SluiceProcess proxy) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_CONNECTIONS; i++) {
            try (Wire wire = Wire.connect(proxy.port())) {
                for (int request = 0; request < WARM_REQUESTS; request++) {
                    ask(wire);
                }
            }
        }
        Thread.sleep(2_000);
    }

    /// Garbage is nobody's connection: it goes before memory is looked at.
    private static void collect(SluiceProcess proxy) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Commands.run(jcmd, Long.toString(proxy.pid()), "GC.run");
    }

    private static void ask(Wire wire) throws IOException {
        wire.sendRaw(GET);
        wire.readBody(wire.readHead().orElseThrow(() -> new IOException("closed")));
    }

    private static boolean answers(@Nullable Wire wire) {
        if (wire == null) {
            return false;
        }
        try {
            ask(wire);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void closeAll(List<Wire> crowd) throws IOException {
        for (Wire wire : crowd) {
            wire.close();
        }
    }

    /// 1,024 descriptors and three times as many clients: no crash, no spinning, the admin listener answers, and when
    /// they
    /// are gone all is well within two seconds.
    static Fault.Result tooFewDescriptors(Stage stage) throws IOException, InterruptedException {
        try (TaskServer task = TaskServer.start(new EchoTask("app.1", "1"));
                SluiceProcess proxy = stage.sluice(Stage.Service.of("app", task.address()))) {
            Commands.run("prlimit", "--pid", Long.toString(proxy.pid()), "--nofile=1024:1024");
            List<Wire> crowd = new ArrayList<>();
            for (int i = 0; i < BEYOND_DESCRIPTORS; i++) {
                crowd.add(Wire.connect(proxy.port()));
            }
            Thread.sleep(2_000);
            long cpu = proxy.cpuNanos();
            Thread.sleep(3_000);
            long busyPercent = (proxy.cpuNanos() - cpu) / 30_000_000;
            boolean admin = Stage.admin(proxy, "/livez").startsWith("HTTP/1.1 200");
            closeAll(crowd);
            long left = System.nanoTime();
            long recovered = -1;
            while (recovered < 0 && System.nanoTime() - left < 15_000_000_000L) {
                try (Wire wire = Wire.connect(proxy.port())) {
                    wire.timeoutMillis(1_000);
                    recovered = answers(wire) ? (System.nanoTime() - left) / 1_000_000 : -1;
                }
            }
            return Fault.Result.of(
                    proxy.isAlive() && admin && busyPercent < 20 && recovered >= 0 && recovered <= 2_000,
                    String.format(
                            "alive %s, admin answers %s, processor %d %%, served again after %d ms",
                            proxy.isAlive(), admin, busyPercent, recovered));
        }
    }

    /// Clients that say nothing, their head byte by byte, half a body, or do not read: each is let go within 35 s.
    static Fault.Result slow(Stage stage) throws IOException, InterruptedException {
        try (TaskServer task = TaskServer.start(new EchoTask("app.1", "1"));
                SluiceProcess proxy = stage.sluice(Stage.Service.of("app", task.address()));
                Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
            AtomicInteger[] ended = new AtomicInteger[SlowClient.values().length];
            List<Thread> threads = new ArrayList<>();
            for (SlowClient kind : SlowClient.values()) {
                AtomicInteger count = new AtomicInteger();
                ended[kind.ordinal()] = count;
                for (int i = 0; i < SLOW / SlowClient.values().length; i++) {
                    threads.add(Thread.ofVirtual().start(() -> {
                        if (kind.isLetGo(proxy.port(), SLOW_LIMIT_MILLIS)) {
                            count.incrementAndGet();
                        }
                    }));
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
            load.drain();
            StringBuilder figures = new StringBuilder();
            boolean good = load.lost(false) + load.lost(true) == 0;
            for (SlowClient kind : SlowClient.values()) {
                int of = SLOW / SlowClient.values().length;
                good &= ended[kind.ordinal()].get() == of;
                figures.append("%s %d of %d let go, ".formatted(kind, ended[kind.ordinal()].get(), of));
            }
            return Fault.Result.of(
                    good,
                    String.format(
                            "%sinnocents lost %d of %d, p99 %.1f ms %s",
                            figures,
                            load.lost(false) + load.lost(true),
                            load.samples().size(),
                            Load.percentile(load.samples(), 0.99),
                            load.reasons()));
        }
    }

    private enum SlowClient {
        SILENT("", ""),
        HEAD("GET /n/1 HTTP/1.1\r\nHost: app.test\r\nx: ", "x"),
        BODY("POST /n/1 HTTP/1.1\r\nHost: app.test\r\nContent-Length: 100000\r\n\r\nhalf", ""),
        READING("GET /size/8000000 HTTP/1.1\r\nHost: app.test\r\n\r\n", "");

        private final String first;
        private final String drip;

        SlowClient(String first, String drip) {
            this.first = first;
            this.drip = drip;
        }

        /// Whether the proxy ends the connection in time.
        boolean isLetGo(int port, int limitMillis) {
            long deadline = System.nanoTime() + limitMillis * 1_000_000L;
            try (Wire wire = Wire.connect(port, this == READING ? 4096 : 0)) {
                wire.sendRaw(first);
                while (System.nanoTime() - deadline < 0) {
                    if (this == READING || !drip.isEmpty()) {
                        Thread.sleep(2_000);
                        wire.sendRaw(this == READING ? "\r\n" : drip);
                    } else {
                        wire.timeoutMillis(limitMillis);
                        wire.in().transferTo(OutputStream.nullOutputStream());
                        return true;
                    }
                }
                return false;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /// Twice what the service takes: it still does most of what it can, the others are told at once, and afterwards all
    /// is
    /// as before. The capacity is set by the label and by how long the task takes, not by this machine.
    static Fault.Result overload(Stage stage) throws IOException, InterruptedException {
        int capacity = 20 * 1_000 / 50;
        try (TaskServer task = TaskServer.start(new EchoTask("app.1", "1"));
                SluiceProcess proxy =
                        stage.sluice(Stage.Service.of("app", task.address()).label("max_requests", "20"))) {
            List<Load.Sample> over;
            try (Load load = Load.start(proxy.port(), "app.test", "/sleep/50?n=", 2 * capacity)) {
                Thread.sleep(3_000); // until both are compiled
                long warm = System.nanoTime();
                Thread.sleep(10_000);
                load.drain();
                over = load.since(warm);
            }
            long ended = System.nanoTime();
            List<Load.Sample> after;
            try (Load load = Load.start(proxy.port(), "app.test", "/sleep/50?n=", capacity / 2)) {
                Thread.sleep(5_000);
                load.drain();
                after = load.since(ended + 2_000_000_000L);
            }
            long good = over.stream().filter(sample -> !sample.isLost()).count();
            List<Load.Sample> refused =
                    over.stream().filter(sample -> sample.status() == 503).toList();
            double refusedP99 = Load.percentile(refused, 0.99);
            long later = after.stream().filter(Load.Sample::isLost).count();
            return Fault.Result.of(
                    !refused.isEmpty()
                            && good >= 0.8 * capacity * 10
                            && refusedP99 <= 50
                            && later == 0
                            && good + refused.size() == over.size(),
                    String.format(
                            "capacity %d/s, offered %d/s: goodput %d/s, 503 %d (p99 %.1f ms), other losses %d; lost 2 s later %d of"
                                    + " %d",
                            capacity,
                            2 * capacity,
                            good / 10,
                            refused.size(),
                            refusedP99,
                            over.size() - good - refused.size(),
                            later,
                            after.size()));
        }
    }
}
