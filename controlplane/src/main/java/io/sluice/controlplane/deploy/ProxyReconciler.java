package io.sluice.controlplane.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.sluice.controlplane.assemble.NetworkNeeds;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.docker.DockerException;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.WriteResult;
import io.sluice.controlplane.swarm.Backoff;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.ProxyServices;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the services of proxies as the file asks for and routed services need. One job on a virtual thread,
/// which alone asks the engine; others hand it news and never wait.
///
/// Any number of control planes do this beside each other: a change names the version that it was made from, so that
/// one
/// of them gets through, and the others look again and find nothing to do.
public final class ProxyReconciler implements Layer7Switch, AutoCloseable {

    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Duration RESYNC = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_MOST = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(ProxyReconciler.class);

    private final ProxyEngine engine; // job
    private final LinkFacts link;
    private final Consumer<List<ConfigError>> errors;
    private final AtomicReference<@Nullable SwarmState> state = new AtomicReference<>();
    private final AtomicReference<@Nullable Layer7> layer7Wish = new AtomicReference<>();
    private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
    private final Backoff backoff = new Backoff(
            RETRY_FIRST, RETRY_MOST, () -> ThreadLocalRandom.current().nextDouble()); // job
    private final WritePace pace = new WritePace(); // job
    private final Thread job;
    private volatile ProxyWish wish; // whoever configures writes, the job reads
    private @Nullable Interest seen; // job
    private long waitingSinceNanos; // job; 0: nothing waits
    private volatile Layer7 layer7 = Layer7.DEFAULT; // job writes, admin reads

    ProxyReconciler(ProxyEngine engine, LinkFacts link, ProxyWish first, Consumer<List<ConfigError>> errors) {
        this.engine = engine;
        this.link = link;
        this.wish = first;
        this.errors = errors;
        this.job = Thread.ofVirtual().name("proxy-reconciler").unstarted(this::run);
    }

    /// @param gateway stays the caller's to close, after this
    /// @param errors gets all that is to be said of the proxies, on the job's thread; it must not block
    public static ProxyReconciler start(
            DockerGateway gateway, LinkFacts link, ProxyWish first, Consumer<List<ConfigError>> errors) {
        ProxyReconciler reconciler =
                new ProxyReconciler(new DockerProxyEngine(gateway, ProxyLocation.here()), link, first, errors);
        reconciler.job.start();
        return reconciler;
    }

    public void onState(SwarmState next) {
        state.set(next);
        news.offer(true);
    }

    public void onWish(ProxyWish next) {
        wish = next;
        news.offer(true);
    }

    @Override
    public Layer7 layer7() {
        return layer7;
    }

    @Override
    public void onLayer7(Layer7 next) {
        layer7Wish.set(next);
        news.offer(true);
    }

    @Override
    public void close() {
        job.interrupt();
        try {
            if (job.getState() != Thread.State.NEW) {
                job.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Duration wait = RESYNC;
            while (!Thread.currentThread().isInterrupted()) {
                long dueNanos = System.nanoTime() + wait.toNanos();
                boolean told = news.poll(wait.toNanos(), TimeUnit.NANOSECONDS) != null;
                Interest next = interest();
                if (told && next.equals(seen)) {
                    wait = Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
                    continue;
                }
                if (told) {
                    Thread.sleep(SETTLE); // what changes together is done together
                    news.poll();
                }
                seen = interest();
                wait = tryRound();
            }
        } catch (InterruptedException e) {
            LOG.debug("proxy reconciler stopped");
        }
    }

    /// Most news is about tasks, which are none of ours.
    private Interest interest() {
        SwarmState latest = state.get();
        ProxyWish wanted = wish;
        if (latest == null) {
            return new Interest(wanted, layer7Wish.get(), Set.of(), List.of(), List.of());
        }
        return new Interest(
                wanted,
                layer7Wish.get(),
                NetworkNeeds.of(latest, wanted.routing()),
                wanted.allowedNetworks().isEmpty() ? List.of() : latest.networks(),
                latest.services().stream()
                        .filter(service -> service.labels().containsKey(ProxyServices.CLUSTER_LABEL))
                        .toList());
    }

    /// What a round depends on, as far as it can be known without asking.
    private record Interest(
            ProxyWish wish,
            @Nullable Layer7 layer7,
            Set<String> needs,
            List<Network> networks,
            List<Service> proxies) {}

    /// @return until the next one
    private Duration tryRound() throws InterruptedException {
        SwarmState latest = state.get();
        if (latest == null) {
            return RESYNC;
        }
        try {
            return round(latest, wish);
        } catch (DockerException e) {
            report(List.of(failure("engine-failure", String.valueOf(e.getMessage()))));
        } catch (RuntimeException e) {
            LOG.error("a round of the proxy reconciler failed", e);
            report(List.of(failure("internal-error", e.toString())));
        }
        return backoff.next();
    }

    /// One look, and what follows from it.
    Duration round(SwarmState latest, ProxyWish wanted) throws InterruptedException {
        Observation observation = engine.observe(latest, wanted.cluster());
        if (!turnSwitch(observation, wanted)) {
            return backoff.next();
        }
        layer7 = observation.layer7().state();
        long nowNanos = System.nanoTime();
        boolean patient = waitingSinceNanos == 0 || nowNanos - waitingSinceNanos < PATIENCE.toNanos();
        Round round = Round.of(latest, wanted, link, observation, patient);
        waitingSinceNanos = !round.plan().waiting() ? 0 : waitingSinceNanos == 0 ? nowNanos : waitingSinceNanos;
        long delayNanos = round.plan().steps().isEmpty() ? 0 : pace.delayNanos(nowNanos);
        if (delayNanos > 0) {
            report(round.errors());
            return Duration.ofNanos(delayNanos);
        }
        return carryOut(round);
    }

    private Duration carryOut(Round round) throws InterruptedException {
        List<ConfigError> all = new ArrayList<>(round.errors());
        boolean repeat = false;
        for (ProxyPlan.Step step : round.plan().steps()) {
            switch (engine.write(step.change())) {
                case WriteResult.Done() -> LOG.info("{}: done", step.what());
                case WriteResult.Conflict(String reason) -> {
                    LOG.info("{}: another was faster ({}); looking again", step.what(), reason);
                    repeat = true;
                }
                case WriteResult.Refused(String reason) -> {
                    all.add(failure("proxies-refused", step.what() + ": the engine refuses: " + reason));
                    repeat = true;
                }
            }
        }
        report(all);
        if (repeat) {
            return backoff.next();
        }
        backoff.reset();
        if (!round.plan().steps().isEmpty()) {
            pace.onWrite(System.nanoTime());
        }
        return round.plan().steps().isEmpty() && !round.plan().waiting() ? RESYNC : LOOK_AGAIN;
    }

    /// @return true when it is as it was asked to be
    private boolean turnSwitch(Observation observation, ProxyWish wanted) throws InterruptedException {
        Layer7 asked = layer7Wish.get();
        if (asked == null || asked.equals(observation.layer7().state())) {
            layer7Wish.compareAndSet(asked, null);
            return true;
        }
        WriteResult result = engine.write(Layer7Store.change(observation.layer7(), wanted.cluster(), asked));
        LOG.info("layer 7 routing: {}: {}", asked, result);
        if (result instanceof WriteResult.Refused(String reason)) {
            layer7Wish.compareAndSet(asked, null);
            report(List.of(failure("layer7-refused", "the engine refuses to keep the switch: " + reason)));
        }
        return false;
    }

    private void report(List<ConfigError> all) {
        errors.accept(all);
    }

    private static ConfigError failure(String code, String message) {
        return new ConfigError(Severity.ERROR, code, "", "", "", message, "it is tried again");
    }
}
