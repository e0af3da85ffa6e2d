package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.CertificateUse;
import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.mode.ModeBook;
import io.sluice.controlplane.mode.ModeView;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.ProxyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The publisher's state: what is published, what was refused, what came before. Owned by the publisher's thread.
final class Ledger {

    /// Publications that are remembered.
    static final int HISTORY_ENTRIES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final SnapshotTarget target;
    private final Function<AssemblyInput, Assembly> assembler;
    private final Consumer<List<CheckTarget>> checks;
    private final OwnerMemory owners;
    private final InstantSource clock;
    private final DiscoveryLag lag;
    private final ErrorLog errorLog = new ErrorLog();

    private final Deque<PublisherView.Entry> history = new ArrayDeque<>();
    private ProxyConfig published = ProxyConfig.EMPTY;
    private SwarmState publishedState = SwarmState.EMPTY;
    private List<ServiceSummary> services = List.of();
    private List<CertificateUse> certificates = List.of();
    private List<ConfigError> assemblyErrors = List.of();
    private List<ConfigError> sourceErrors = List.of();
    private List<ConfigError> remarks = List.of();
    private List<ConfigError> fileErrors = List.of();
    private Ownership ownership = Ownership.NONE;
    private final ModeBook modeBook = new ModeBook();
    private OptionalLong staleSinceNanos = OptionalLong.empty();
    private long latestNanos;
    private boolean isRecalled;
    private Optional<ConfigError> attemptError = Optional.empty();
    private SourceStatus source;
    private long failures;

    Ledger(
            SnapshotTarget target,
            Function<AssemblyInput, Assembly> assembler,
            Consumer<List<CheckTarget>> checks,
            OwnerMemory owners,
            InstantSource clock,
            DiscoveryLag lag) {
        this.lag = lag;
        this.target = target;
        this.assembler = assembler;
        this.checks = checks;
        this.owners = owners;
        this.clock = clock;
        this.source = PublisherView.initial(clock.instant()).source();
    }

    /// Publishes what the state means, unless it already is. Whatever fails leaves the published config in place.
    ///
    /// @return false: to be tried again
    boolean onState(SwarmState state, HealthView health, CertificateView certificates, long nowNanos) {
        attemptError = Optional.empty();
        if (!isRecalled) {
            isRecalled = true;
            ownership = owners.recall(nowNanos);
        }
        ModeView modes = modeBook.onState(state, staleSinceNanos, nowNanos);
        latestNanos = nowNanos;
        tryAssemble(new AssemblyInput(state, health, certificates, ownership, modes, nowNanos))
                .ifPresent(assembled -> {
                    onOwnership(assembled.assembly().ownership(), nowNanos);
                    onAssembled(assembled, state);
                });
        errorLog.log(errors());
        return attemptError.isEmpty();
    }

    /// When time alone changes what the latest state means; empty: never.
    OptionalLong nextChangeNanos() {
        OptionalLong mode = modeBook.nextChangeNanos(staleSinceNanos, latestNanos);
        OptionalLong owner = ownership.nextEndNanos();
        if (mode.isEmpty() || owner.isEmpty()) {
            return mode.isEmpty() ? owner : mode;
        }
        return mode.getAsLong() - owner.getAsLong() < 0 ? mode : owner;
    }

    /// What the publisher itself has to say of the latest state; replaces what it said before.
    void onRemarks(List<ConfigError> errors) {
        remarks = List.copyOf(errors);
    }

    void onSourceErrors(List<ConfigError> errors) {
        sourceErrors = List.copyOf(errors);
        errorLog.log(errors());
    }

    void onFileErrors(List<ConfigError> errors) {
        fileErrors = List.copyOf(errors);
        errorLog.log(errors());
    }

    /// @param nowNanos of the clock of states
    void onSourceStatus(SourceStatus status, long nowNanos) {
        if (status.fresh()) {
            staleSinceNanos = OptionalLong.empty();
        } else if (staleSinceNanos.isEmpty()) {
            staleSinceNanos = OptionalLong.of(nowNanos);
        }
        boolean changed = status.fresh() != source.fresh() || !status.source().equals(source.source());
        source = status;
        if (changed && status.fresh()) {
            LOG.info("source {} is read", status.source());
        } else if (changed && isLogged(status.detail())) {
            LOG.warn("source {} is not read; the last good snapshot stays", status.source());
        } else if (changed) {
            LOG.warn("source {} is not read: {}; the last good snapshot stays", status.source(), status.detail());
        }
    }

    /// As one of the source's errors.
    private boolean isLogged(String detail) {
        return sourceErrors.stream().anyMatch(error -> error.toString().equals(detail));
    }

    PublisherView view() {
        return new PublisherView(published, services, certificates, errors(), source, List.copyOf(history), failures);
    }

    private Optional<Assembled> tryAssemble(AssemblyInput input) {
        Instant start = clock.instant();
        try {
            Assembly assembly = assembler.apply(input);
            return Optional.of(new Assembled(assembly, Duration.between(start, clock.instant())));
        } catch (RuntimeException e) {
            onFailure("assemble-failed", "the state of the source could not be assembled", e);
            return Optional.empty();
        }
    }

    private void onAssembled(Assembled assembled, SwarmState state) {
        services = assembled.assembly().services();
        certificates = assembled.assembly().certificates();
        assemblyErrors = assembled.assembly().errors();
        checks.accept(assembled.assembly().checks());
        ProxyConfig config = assembled.assembly().config();
        if (history.isEmpty() || !config.equals(published)) {
            lag.onPublishing(history.isEmpty() ? List.of() : StateMoment.between(publishedState, state));
            tryPublish(config, assembled.took());
        }
        if (attemptError.isEmpty()) {
            publishedState = state;
        }
    }

    private void onOwnership(Ownership next, long nowNanos) {
        if (!next.equals(ownership)) {
            ownership = next;
            owners.keep(next, nowNanos);
        }
    }

    private void tryPublish(ProxyConfig config, Duration assemble) {
        try {
            onPublished(target.publish(config), config, assemble);
        } catch (RuntimeException e) {
            onFailure("publish-failed", "the config could not be published", e);
        }
    }

    private void onPublished(Publication publication, ProxyConfig config, Duration assemble) {
        ConfigChanges changes = ConfigChanges.between(published, config);
        published = config;
        lag.onPublished(clock.instant());
        history.addFirst(new PublisherView.Entry(publication, clock.instant(), assemble, changes));
        if (history.size() > HISTORY_ENTRIES) {
            history.removeLast();
        }
        LOG.info(
                "published generation {}: {} hosts, {} clusters, {} endpoints ({}), compiled in {} us, swapped in {} us",
                publication.generation(),
                publication.virtualHosts(),
                publication.clusters(),
                publication.endpoints(),
                changes.summary(),
                publication.compile().toNanos() / 1000,
                publication.swap().toNanos() / 1000);
    }

    private void onFailure(String code, String what, RuntimeException cause) {
        failures++;
        LOG.debug("{}", what, cause);
        attemptError = Optional.of(new ConfigError(
                ConfigError.Severity.ERROR,
                code,
                "",
                "",
                "",
                what + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                "the last good snapshot stays; run with SLUICE_LOG=debug for the stack trace"));
    }

    private List<ConfigError> errors() {
        List<ConfigError> all = new ArrayList<>(fileErrors);
        all.addAll(sourceErrors);
        all.addAll(assemblyErrors);
        all.addAll(remarks);
        attemptError.ifPresent(all::add);
        return all;
    }

    private record Assembled(Assembly assembly, Duration took) {}
}
