package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.controlplane.swarm.SwarmState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way from a provider to the data plane. Providers call from any thread and never wait; one virtual thread
/// owns the [Ledger], and readers get its latest view.
///
/// Only the newest state counts, so it waits in a slot, not in a queue; the queue carries one token per news.
public final class Publisher implements AutoCloseable {

    /// Changes within it are published together.
    public static final Duration DEFAULT_WINDOW = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final DiscoveryLag lag = new DiscoveryLag();
    private final Ledger ledger; // thread
    private final Debounce debounce; // thread
    private final Reminder reminder =
            new Reminder(() -> ThreadLocalRandom.current().nextDouble()); // thread
    private final FlapGuard flapGuard = new FlapGuard(); // thread
    private final Tenancy tenancy;
    private final OwnerMemory owners;
    private final AtomicReference<@Nullable SwarmState> state = new AtomicReference<>();
    private final AtomicReference<@Nullable HealthView> health = new AtomicReference<>();
    private final AtomicReference<@Nullable CertificateView> certificates = new AtomicReference<>();
    private final AtomicReference<@Nullable SourceStatus> status = new AtomicReference<>();
    private final AtomicReference<@Nullable List<ConfigError>> sourceErrors = new AtomicReference<>();
    private final AtomicReference<@Nullable List<ConfigError>> fileErrors = new AtomicReference<>();
    private final AtomicBoolean stale = new AtomicBoolean();
    private final BlockingQueue<Boolean> news = new LinkedBlockingQueue<>(1);
    private final Thread thread;
    private @Nullable SwarmState latestState; // thread
    private HealthView latestHealth = HealthView.ALL_HEALTHY; // thread
    private CertificateView latestCertificates = CertificateView.NONE; // thread
    private volatile PublisherView view;

    private Publisher(
            SnapshotTarget target,
            Function<AssemblyInput, Assembly> assembler,
            Consumer<List<CheckTarget>> checks,
            Tenancy tenancy,
            OwnerMemory owners,
            Duration window) {
        this.tenancy = tenancy;
        this.owners = owners;
        this.ledger = new Ledger(target, assembler, checks, owners, InstantSource.system(), lag);
        this.debounce = new Debounce(window.toNanos());
        this.view = ledger.view();
        this.thread = Thread.ofVirtual().name("publisher").unstarted(this::run);
    }

    /// @param checks told after each assembly, on the publisher's thread: it must not block
    public static Publisher start(
            SnapshotTarget target,
            Function<AssemblyInput, Assembly> assembler,
            Consumer<List<CheckTarget>> checks,
            Duration window) {
        return start(target, assembler, checks, Tenancy.NONE, OwnerMemory.NONE, window);
    }

    /// @param checks told after each assembly, on the publisher's thread: it must not block
    /// @param tenancy where tenants are kept apart, one that changes too often is slowed down
    /// @param owners closed with the publisher
    public static Publisher start(
            SnapshotTarget target,
            Function<AssemblyInput, Assembly> assembler,
            Consumer<List<CheckTarget>> checks,
            Tenancy tenancy,
            OwnerMemory owners,
            Duration window) {
        Publisher publisher = new Publisher(target, assembler, checks, tenancy, owners, window);
        publisher.thread.start();
        return publisher;
    }

    public void onState(SwarmState next) {
        state.set(next);
        news.offer(true);
    }

    /// The latest state is assembled again with it.
    public void onHealth(HealthView next) {
        health.set(next);
        news.offer(true);
    }

    /// The latest state is assembled again with it.
    public void onCertificates(CertificateView next) {
        certificates.set(next);
        news.offer(true);
    }

    public void onSourceStatus(SourceStatus next) {
        status.set(next);
        news.offer(true);
    }

    /// What the source itself could not read; replaces what it said before.
    public void onSourceErrors(List<ConfigError> errors) {
        sourceErrors.set(List.copyOf(errors));
        news.offer(true);
    }

    /// What the operator's own file has wrong; replaces what was said of it before.
    public void onFileErrors(List<ConfigError> errors) {
        fileErrors.set(List.copyOf(errors));
        news.offer(true);
    }

    /// The assembler answers otherwise from now on.
    public void reassemble() {
        stale.set(true);
        news.offer(true);
    }

    public PublisherView view() {
        return view;
    }

    public DiscoveryLag lag() {
        return lag;
    }

    /// Publishes no more; the data plane keeps what it has.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        owners.close();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                awaitNews();
                takeNews();
                view = ledger.view();
            }
        } catch (InterruptedException e) {
            LOG.debug("publisher stopped");
        }
    }

    private void awaitNews() throws InterruptedException {
        long nowNanos = System.nanoTime();
        long dueNanos = debounce.delayNanos(nowNanos);
        long delayNanos = dueNanos == Debounce.IDLE ? reminder.delayNanos(nowNanos) : dueNanos;
        if (delayNanos == Debounce.IDLE) {
            news.take();
        } else if (delayNanos > 0) {
            news.poll(delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void takeNews() {
        SourceStatus nextStatus = status.getAndSet(null);
        List<ConfigError> nextErrors = sourceErrors.getAndSet(null);
        if (nextErrors != null) {
            ledger.onSourceErrors(nextErrors);
        }
        List<ConfigError> nextFileErrors = fileErrors.getAndSet(null);
        if (nextFileErrors != null) {
            ledger.onFileErrors(nextFileErrors);
        }
        long nowNanos = System.nanoTime();
        if (nextStatus != null) {
            ledger.onSourceStatus(nextStatus, nowNanos);
            ledger.nextChangeNanos().ifPresent(reminder::remind);
        }
        boolean isOtherNews =
                (health.get() != null || certificates.get() != null || stale.get()) && latestState != null;
        if (state.get() != null || isOtherNews || reminder.delayNanos(nowNanos) <= 0) {
            debounce.onChange();
        }
        if (debounce.delayNanos(nowNanos) <= 0) {
            publishNewest(nowNanos);
        }
    }

    private void publishNewest(long nowNanos) {
        stale.set(false);
        SwarmState nextState = state.getAndSet(null);
        latestState = nextState == null ? latestState : nextState;
        HealthView nextHealth = health.getAndSet(null);
        latestHealth = nextHealth == null ? latestHealth : nextHealth;
        CertificateView nextCertificates = certificates.getAndSet(null);
        latestCertificates = nextCertificates == null ? latestCertificates : nextCertificates;
        if (latestState != null) {
            apply(latestState, nowNanos);
        }
        debounce.onApplied(System.nanoTime());
    }

    private void apply(SwarmState latest, long nowNanos) {
        boolean published = ledger.onState(guarded(latest, nowNanos), latestHealth, latestCertificates, nowNanos);
        reminder.onApplied(published, System.nanoTime());
        ledger.nextChangeNanos().ifPresent(reminder::remind);
        long guardNanos = flapGuard.delayNanos(nowNanos);
        if (guardNanos != FlapGuard.IDLE) {
            reminder.remind(nowNanos + guardNanos);
        }
    }

    private SwarmState guarded(SwarmState latest, long nowNanos) {
        return switch (tenancy) {
            case NONE -> latest;
            case STACK -> {
                SwarmState admitted = flapGuard.admit(latest, nowNanos);
                ledger.onRemarks(flapGuard.errors());
                yield admitted;
            }
        };
    }
}
