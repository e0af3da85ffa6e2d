package io.sluice.perf.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.DataPlane;
import io.sluice.dataplane.DataPlaneConfig;
import io.sluice.dataplane.loop.Transport;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;

/// The JVM of the data plane: publishes and measures once a second until it is told to stop, then waits for everything
/// to be given back and says what was not. Arguments: transport, seconds until it is warm, ports of the upstream.
final class SoakProxy {

    private static final int LOOPS = 2;
    private static final Duration SETTLE = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final DataPlane dataPlane;
    private final Publications publications;
    private final MemorySamples memory;
    private int published;

    private SoakProxy(DataPlane dataPlane, Publications publications, MemorySamples memory) {
        this.dataPlane = dataPlane;
        this.publications = publications;
        this.memory = memory;
    }

    public static void main(String[] arguments) throws InterruptedException {
        LeakReports leaks = new LeakReports();
        leaks.install();
        TransportChoice transport = TransportChoice.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        List<Integer> ports =
                Arrays.stream(arguments).skip(2).map(Integer::valueOf).toList();
        DataPlane dataPlane = DataPlane.start(config(transport));
        SoakProxy proxy = new SoakProxy(
                dataPlane,
                new Publications(ports),
                new MemorySamples(Transport.choose(transport).allocator()));
        proxy.publish();
        Report.ready(dataPlane.addresses().getFirst().getPort() + " " + dataPlane.transport());
        proxy.run(Long.parseLong(arguments[1]));
        proxy.settle();
        leaks.collect();
        leaks.reports().forEach(report -> Report.problem("leak: " + report));
        Report.value("leaks", leaks.reports().size());
        Report.value("canary", leaks.findsCanary() ? 1 : 0);
        Report.done();
    }

    private static DataPlaneConfig config(TransportChoice transport) {
        return new DataPlaneConfig(
                List.of(new ListenAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                transport,
                LOOPS,
                Limits.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                List.of(),
                true,
                "soak",
                "sluice/soak");
    }

    private void publish() {
        dataPlane.publish(publications.config(published++));
    }

    /// Until a line comes in.
    private void run(long warmSeconds) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> awaitInput(stopped));
        long warmAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmSeconds);
        long warmHeap = 0;
        while (!stopped.await(1, TimeUnit.SECONDS)) {
            publish();
            dataPlane.cut();
            memory.sample();
            if (warmHeap == 0 && System.nanoTime() - warmAt >= 0) {
                warmHeap = heapAfterCollection();
            }
        }
        Report.value("heap-warm", warmHeap);
    }

    private static void awaitInput(CountDownLatch stopped) {
        try {
            int ignored = System.in.read();
        } catch (IOException e) {
            System.err.println("the input broke, which ends the run: " + e);
        }
        stopped.countDown();
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// The clients are gone: so must be what was held for them. Closes the data plane.
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        TrafficCut cut = dataPlane.cut();
        while (!isSettled(cut) && System.nanoTime() - deadline < 0) {
            Thread.sleep(POLL_MILLIS);
            cut = dataPlane.cut();
        }
        Report.value("publications", published);
        Report.value("proxied", count(cut, Counter.REQUESTS));
        Report.value("connections", openConnections(cut));
        Report.value("tunnels", openTunnels(cut));
        Report.value("in-flight", inFlight(cut));
        Report.value("client-aborts", count(cut, Counter.CLIENT_ABORTS));
        Report.value("pauses", count(cut, Counter.READ_PAUSES));
        Report.value("retries", count(cut, Counter.RETRIES));
        Report.value("reuses", count(cut, Counter.UPSTREAM_REUSES));
        cut.failures().forEach((failure, responses) -> {
            if (responses > 0) {
                Report.value("failure-" + failure, responses);
            }
        });
        memory.sample();
        Report.value("direct-min", memory.min());
        Report.value("direct-max", memory.max());
        Report.value("direct-last", memory.last());
        Report.value("direct-growth", memory.growth());
        Report.value("heap-end", heapAfterCollection());
        Report.value("drained", dataPlane.drain(GRACE) ? 1 : 0);
    }

    private static boolean isSettled(TrafficCut cut) {
        return cut.complete() && openConnections(cut) == 0 && openTunnels(cut) == 0 && inFlight(cut) == 0;
    }

    private static long openConnections(TrafficCut cut) {
        return count(cut, Counter.CONNECTIONS_ACCEPTED) - count(cut, Counter.CONNECTIONS_CLOSED);
    }

    private static long openTunnels(TrafficCut cut) {
        return count(cut, Counter.TUNNELS_OPENED) - count(cut, Counter.TUNNELS_CLOSED);
    }

    private static long inFlight(TrafficCut cut) {
        return cut.endpoints().stream()
                .mapToLong(TrafficCut.EndpointTraffic::inFlight)
                .sum();
    }

    private static long count(TrafficCut cut, Counter counter) {
        return cut.counters().getOrDefault(counter, 0L);
    }
}
