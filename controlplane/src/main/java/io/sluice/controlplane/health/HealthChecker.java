package io.sluice.controlplane.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.text.AddressText;
import io.sluice.controlplane.text.SafeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps checking the endpoints whose services ask for it. One virtual thread owns the [CheckPlan]; each check runs
/// on one of its own and reports back; any thread may give targets and read what is known.
public final class HealthChecker implements AutoCloseable {

    /// Verdicts that change within it are announced together: endpoints that go down or come up together, as those
    /// of a new service do, take one publication and not one each.
    static final Duration SETTLE = Duration.ofMillis(50);

    /// Checks under way end at once when they are interrupted.
    private static final Duration STOP_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecker.class);

    private final Prober prober;
    private final CheckPlan plan; // thread
    private final long originNanos = System.nanoTime();
    private final ExecutorService checks = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("health-check-", 0).factory());
    /// Holds an entry per check that has ended and per assembly, until the thread's next turn.
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();

    private final Map<CheckPlan.Key, EndpointHealth> known = new ConcurrentHashMap<>();
    private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length); // by ordinal
    private @Nullable Thread thread;
    private long announceAtNanos = CheckPlan.IDLE; // thread
    private volatile int running;
    private volatile long firstDueNanos = CheckPlan.IDLE;

    HealthChecker(Prober prober, CheckPlan plan) {
        this.prober = prober;
        this.plan = plan;
    }

    /// Checks over HTTP, once started.
    public static HealthChecker overHttp() {
        CheckPace pace = new CheckPace(RandomGenerator.getDefault());
        return new HealthChecker(new HttpProbe(), new CheckPlan(pace, InstantSource.system()));
    }

    /// @param onChange told what is known, at once and after verdicts changed; must not block
    public void start(Consumer<HealthView> onChange) {
        onChange.accept(view());
        thread = Thread.ofVirtual().name("health").start(() -> run(onChange));
    }

    /// Ends every check under way; what is known stays readable.
    @Override
    public void close() {
        checks.shutdownNow();
        Thread started = thread;
        if (started == null) {
            return;
        }
        started.interrupt();
        try {
            started.join();
            if (!checks.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("health checks did not end within {} ms", STOP_WAIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// All endpoints to be checked from now on; replaces what was said before.
    public void watch(List<CheckTarget> targets) {
        news.add(new News.Targets(List.copyOf(targets)));
    }

    /// What is known now, as a value.
    public HealthView view() {
        return new KnownHealth(known);
    }

    public HealthReport report() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, outcomes.get(outcome.ordinal()));
        }
        Duration lag = Duration.ofNanos(Math.max(0, nowNanos() - firstDueNanos));
        return new HealthReport(List.copyOf(known.values()), counts, running, lag);
    }

    private sealed interface News {

        record Targets(List<CheckTarget> targets) implements News {}

        record Finished(CheckPlan.Check check, CheckResult result) implements News {}
    }

    private void run(Consumer<HealthView> onChange) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long now = nowNanos();
                announceIfDue(now, onChange);
                begin(now);
                takeNews();
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            LOG.debug("health checks stopped");
        } catch (RuntimeException e) {
            LOG.error("health checks stopped: every endpoint keeps its last verdict", e);
        }
    }

    private void begin(long now) {
        for (CheckPlan.Check check : plan.start(now)) {
            checks.execute(() -> run(check));
        }
        running = plan.runningCount();
        firstDueNanos = plan.firstDueNanos();
    }

    private void run(CheckPlan.Check check) {
        CheckResult result;
        try {
            result = prober.probe(check.target());
        } catch (RuntimeException e) {
            LOG.debug(
                    "{} could not be checked", AddressText.format(check.target().address()), e);
            result = new CheckResult(Outcome.SKIPPED, Printable.escaped(e.toString()), Duration.ZERO);
        }
        news.add(new News.Finished(check, result));
    }

    private void takeNews() throws InterruptedException {
        long now = nowNanos();
        long announceIn = announceAtNanos == CheckPlan.IDLE ? CheckPlan.IDLE : Math.max(0, announceAtNanos - now);
        long delay = Math.min(plan.delayNanos(now), announceIn);
        News next = delay == CheckPlan.IDLE ? news.take() : news.poll(delay, TimeUnit.NANOSECONDS);
        while (next != null) {
            take(next);
            next = news.poll();
        }
    }

    private void take(News one) {
        switch (one) {
            case News.Targets(List<CheckTarget> targets) -> onTargets(targets);
            case News.Finished(CheckPlan.Check check, CheckResult result) -> onFinished(check, result);
        }
    }

    private void onTargets(List<CheckTarget> targets) {
        long now = nowNanos();
        boolean changedHands = plan.watch(targets, now);
        Set<CheckPlan.Key> kept = new HashSet<>();
        for (EndpointHealth endpoint : plan.endpoints()) {
            kept.add(CheckPlan.Key.of(endpoint));
            known.put(CheckPlan.Key.of(endpoint), endpoint);
        }
        known.keySet().retainAll(kept);
        if (changedHands) {
            announceSoon(now);
        }
    }

    private void onFinished(CheckPlan.Check check, CheckResult result) {
        outcomes.incrementAndGet(result.outcome().ordinal());
        long now = nowNanos();
        plan.finish(check, result, now).ifPresent(change -> onChecked(change, now));
    }

    private void onChecked(CheckPlan.Change change, long now) {
        known.put(CheckPlan.Key.of(change.after()), change.after());
        if (change.ofVerdict()) {
            log(change.after());
            announceSoon(now);
        }
    }

    private void announceSoon(long now) {
        announceAtNanos = Math.min(announceAtNanos, now + SETTLE.toNanos());
    }

    private void announceIfDue(long now, Consumer<HealthView> onChange) {
        if (announceAtNanos <= now) {
            announceAtNanos = CheckPlan.IDLE;
            onChange.accept(view());
        }
    }

    private static void log(EndpointHealth health) {
        String endpoint = SafeText.oneLine(health.endpoint());
        String service = SafeText.oneLine(health.service());
        String address = AddressText.format(health.address());
        switch (health.verdict()) {
            case HEALTHY -> LOG.info("endpoint {} {} of service {} is healthy", endpoint, address, service);
            case UNHEALTHY ->
                LOG.warn(
                        "endpoint {} {} of service {} is unhealthy after {} failed checks: {}",
                        endpoint,
                        address,
                        service,
                        health.failedInRow(),
                        health.error());
            case PENDING -> throw new IllegalStateException("no check makes an endpoint new: " + health);
        }
    }

    /// From 0, so that sums and comparisons need no care for overflow.
    private long nowNanos() {
        return System.nanoTime() - originNanos;
    }
}
