package io.sluice.perf.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.sluice.perf.proxy.SluiceProcess;

/// F3, F4 and F5: tasks that are killed, all of them or one at a time, and tasks that freeze.
final class DeadTasks {

    private static final int TASKS = 3;
    private static final long RETURN_MILLIS = 11_000;
    /// Both the proxy and the load are to be compiled before what is measured.
    private static final long WARM_MILLIS = 3_000;
    /// A task listens a moment before it is known to.
    private static final long START_NANOS = 1_500_000_000L;

    private DeadTasks() {}

    private static List<TaskProcess> tasks() throws IOException {
        List<TaskProcess> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(TaskProcess.start("app." + (i + 1), 0));
        }
        return tasks;
    }

    private static Stage.Service app(List<TaskProcess> tasks) {
        return Stage.Service.of("app", tasks.stream().map(TaskProcess::address).toArray(String[]::new));
    }

    /// One of three is killed, over and over: no GET is lost, and no more POSTs than were under way.
    static Fault.Result killed(Stage stage) throws IOException, InterruptedException {
        List<TaskProcess> tasks = tasks();
        try (SluiceProcess proxy = stage.sluice(app(tasks));
                Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
            Thread.sleep(2_000);
            long inFlight = 0;
            long slowestReturn = 0;
            for (int round = 0; round < stage.rounds(); round++) {
                int victim = round % TASKS;
                inFlight += load.inFlight();
                tasks.get(victim).kill();
                Thread.sleep(3_000);
                long back = System.nanoTime();
                tasks.set(victim, tasks.get(victim).again());
                slowestReturn = Math.max(
                        slowestReturn, awaitInstance(load, tasks.get(victim).instance(), back));
            }
            load.drain();
            return Fault.Result.of(
                    load.lost(false) == 0 && load.lost(true) <= inFlight && slowestReturn <= RETURN_MILLIS,
                    String.format(
                            "%d kills at %d/s: lost GET %d, POST %d (in flight %d) of %d; back after at most %d ms %s",
                            stage.rounds(),
                            stage.perSecond(),
                            load.lost(false),
                            load.lost(true),
                            inFlight,
                            load.samples().size(),
                            slowestReturn,
                            load.reasons()));
        } finally {
            tasks.forEach(TaskProcess::close);
        }
    }

    /// Milliseconds until an instance answers a request that began later.
    private static long awaitInstance(Load load, String instance, long since) throws InterruptedException {
        long deadline = since + 2 * RETURN_MILLIS * 1_000_000;
        while (System.nanoTime() - deadline < 0) {
            if (load.since(since).stream().anyMatch(sample -> sample.instance().equals(instance))) {
                break;
            }
            Thread.sleep(20);
        }
        return (System.nanoTime() - since) / 1_000_000;
    }

    /// Nobody is there for ten seconds: each request is told so at once, and the first task that returns is found.
    static Fault.Result allKilled(Stage stage) throws IOException, InterruptedException {
        List<TaskProcess> tasks = tasks();
        try (SluiceProcess proxy = stage.sluice(app(tasks));
                Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
            Thread.sleep(WARM_MILLIS);
            for (TaskProcess task : tasks) {
                task.kill();
            }
            long gone = System.nanoTime();
            Thread.sleep(10_000);
            tasks.set(0, tasks.get(0).again());
            long up = System.nanoTime();
            long recovered = awaitInstance(load, "app.1", up);
            List<Load.Sample> dead = load.since(gone).stream()
                    .filter(sample -> sample.begunNanos() - (up - START_NANOS) < 0)
                    .toList();
            double slowest = dead.stream()
                    .map(Load.Sample::millis)
                    .max(Comparator.naturalOrder())
                    .orElse(0.0);
            long unavailable =
                    dead.stream().filter(sample -> sample.status() == 503).count();
            return Fault.Result.of(
                    unavailable == dead.size() && slowest <= 100 && recovered <= 1_000,
                    String.format(
                            "%d of %d got 503, p99 %.1f ms, slowest %.1f ms; recovered after %d ms",
                            unavailable, dead.size(), Load.percentile(dead, 0.99), slowest, recovered));
        } finally {
            tasks.forEach(TaskProcess::close);
        }
    }

    /// One of three freezes: a second later nothing new goes there, and the others are as fast as before.
    static Fault.Result frozen(Stage stage) throws IOException, InterruptedException {
        List<TaskProcess> tasks = tasks();
        try (SluiceProcess proxy = stage.sluice(app(tasks));
                Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
            Thread.sleep(3_000);
            long warm = System.nanoTime();
            Thread.sleep(4_000);
            double base = Load.percentile(load.since(warm), 0.99);
            StringBuilder figures = new StringBuilder("p99 before %.1f ms".formatted(base));
            boolean good = true;
            for (int seconds : new int[] {3, 30}) {
                long frozen = System.nanoTime();
                tasks.getFirst().freeze();
                Thread.sleep(seconds * 1_000L);
                tasks.getFirst().thaw();
                long thawed = System.nanoTime();
                Thread.sleep(2_000);
                List<Load.Sample> during = load.since(frozen).stream()
                        .filter(sample -> sample.begunNanos() - thawed < 0)
                        .toList();
                long late = during.stream()
                        .filter(sample -> sample.begunNanos() - frozen > 1_000_000_000L)
                        .filter(sample -> sample.millis() > 900 || sample.isLost())
                        .count();
                List<Load.Sample> others = during.stream()
                        .filter(sample -> !sample.instance().equals("app.1"))
                        .toList();
                double p99 = Load.percentile(others, 0.99);
                good &= late == 0 && p99 <= 2 * base;
                figures.append("; %d s: %d of %d waited though begun after 1 s, p99 of others %.1f ms"
                        .formatted(seconds, late, during.size(), p99));
            }
            return Fault.Result.of(good, figures.toString());
        } finally {
            tasks.forEach(TaskProcess::close);
        }
    }
}
