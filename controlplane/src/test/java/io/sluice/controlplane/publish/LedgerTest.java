package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.assemble.Ownership.Holding;
import io.sluice.controlplane.assemble.Site;
import io.sluice.controlplane.assemble.Tenant;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.mode.BackendModePolicy;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.ProxyConfig;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    private final List<ProxyConfig> published = new ArrayList<>();
    private final List<List<CheckTarget>> checks = new ArrayList<>();
    private Assembly next = Configs.assembly(ProxyConfig.EMPTY);
    private final List<AssemblyInput> inputs = new ArrayList<>();
    private boolean targetFails;
    private boolean assemblerFails;

    private Instant now = Instant.EPOCH;
    private final DiscoveryLag lag = new DiscoveryLag();

    private final Ledger ledger =
            new Ledger(this::publish, this::assemble, checks::add, OwnerMemory.NONE, () -> now, lag);

    @Test
    void publishesTheFirstStateEvenWhenItRoutesNothing() {
        ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0);

        assertThat(published).containsExactly(ProxyConfig.EMPTY);
        assertThat(ledger.view().published()).isTrue();
    }

    @Test
    void skipsConfigsEqualToThePublished() {
        apply(Configs.of("a.test", "web", 9000, 1));
        apply(Configs.of("a.test", "web", 9000, 1));

        assertThat(published).hasSize(1);
    }

    @Test
    void countsWhatChanged() {
        apply(Configs.of("a.test", "web", 9000, 3));
        apply(Configs.of("b.test", "web", 9001, 3));

        ConfigChanges changes = ledger.view().history().getFirst().changes();
        assertThat(changes).isEqualTo(new ConfigChanges(1, 1, 0, 0, 0, 0, 1, 1, 2));
        assertThat(changes.summary()).isEqualTo("+1 hosts, -1 hosts, +1 endpoints, -1 endpoints, ~2 endpoints");
    }

    @Test
    void keepsTheLastGoodConfigWhenPublishingFails() {
        ProxyConfig good = Configs.of("a.test", "web", 9000, 1);
        apply(good);
        targetFails = true;

        apply(Configs.of("b.test", "web", 9000, 1));

        assertThat(ledger.view().config()).isEqualTo(good);
        assertThat(ledger.view().failures()).isEqualTo(1);
        assertThat(ledger.view().errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("publish-failed");
            assertThat(error.message()).contains("no loop answers");
        });
    }

    @Test
    void publishesAgainAfterAFailure() {
        targetFails = true;
        apply(Configs.of("a.test", "web", 9000, 1));
        targetFails = false;

        apply(Configs.of("a.test", "web", 9000, 1));

        assertThat(published).hasSize(1);
        assertThat(ledger.view().errors()).isEmpty();
    }

    @Test
    void survivesAnAssemblerThatThrows() {
        assemblerFails = true;

        ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0);

        assertThat(ledger.view().published()).isFalse();
        assertThat(ledger.view().errors()).extracting("code").containsExactly("assemble-failed");
    }

    @Test
    void showsErrorsOfSourceAndAssembly() {
        ledger.onSourceErrors(List.of(Configs.error("bad-file")));
        next = Configs.assembly(ProxyConfig.EMPTY, Configs.error("missing-port"));

        ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0);

        assertThat(ledger.view().errors()).extracting("code").containsExactly("bad-file", "missing-port");
    }

    @Test
    void asksToBeCalledAgainAfterAFailure() {
        targetFails = true;
        next = Configs.assembly(Configs.of("a.test", "web", 9000, 1));
        assertThat(ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0))
                .isFalse();

        targetFails = false;
        assertThat(ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0))
                .isTrue();
        assertThat(ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0))
                .isTrue();
        assertThat(published).hasSize(1);
    }

    @Test
    void handsOwnershipToTheNextAssembly() {
        Ownership ownership = new Ownership(
                Map.of(Site.of(HostPattern.of("h.test")), new Holding(new Tenant(true, "one"), OptionalLong.of(5))));
        next = new Assembly(ProxyConfig.EMPTY, List.of(), List.of(), List.of(), ownership, List.of());

        ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 7);
        ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 8);

        assertThat(inputs).extracting(AssemblyInput::ownership).containsExactly(Ownership.NONE, ownership);
        assertThat(inputs).extracting(AssemblyInput::nowNanos).containsExactly(7L, 8L);
        assertThat(ledger.nextChangeNanos()).hasValue(5 + Ownership.HOLD.toNanos());
    }

    @Test
    void handsOutTheChecksOfEachAssembly() {
        apply(ProxyConfig.EMPTY);
        apply(ProxyConfig.EMPTY);

        assertThat(checks).containsExactly(List.of(), List.of());
    }

    /// A wrong file is both an error and the reason of staleness.
    @Test
    void logsWhatIsBothErrorAndStatusOnce() {
        ConfigError error = Configs.error("bad-file");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Ledger.class.getPackageName());
        logger.addAppender(log);
        log.start();

        ledger.onSourceErrors(List.of(error));
        ledger.onSourceStatus(new SourceStatus("compose stack.yml", false, Instant.EPOCH, error.toString()), 0);

        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        error.toString(), "source compose stack.yml is not read; the last good snapshot stays");
    }

    /// What was there at the start did not change; a state that changes no config is not waited for by any request.
    @Test
    void tellsTheLagOfChangesThatItPublishes() {
        now = Instant.ofEpochSecond(1_000);
        applyState(running(Instant.ofEpochSecond(10), "t1"), Configs.of("a.test", "web", 9000, 1));
        applyState(running(Instant.ofEpochSecond(999), "t1", "t2"), Configs.of("a.test", "web", 9000, 1));
        assertThat(lag.entries()).isEmpty();

        now = Instant.ofEpochMilli(1_000_250);
        applyState(running(Instant.ofEpochSecond(1_000), "t1", "t2", "t3"), Configs.of("a.test", "web", 9000, 2));

        assertThat(lag.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.of()).isEqualTo("task");
            assertThat(entry.stage()).isEqualTo(DiscoveryLag.Stage.PUBLISHED);
            assertThat(entry.micros().getTotalCount()).isEqualTo(1);
            assertThat(entry.micros().getMaxValue()).isBetween(249_000L, 252_000L);
        });
    }

    @Test
    void countsTheLagFromTheChangeWhenPublishingFailsAtFirst() {
        now = Instant.ofEpochSecond(1_000);
        applyState(running(Instant.ofEpochSecond(10), "t1"), Configs.of("a.test", "web", 9000, 1));
        SwarmState changed = running(Instant.ofEpochSecond(1_000), "t1", "t2");
        targetFails = true;
        applyState(changed, Configs.of("a.test", "web", 9000, 2));
        assertThat(lag.entries()).isEmpty();

        targetFails = false;
        now = Instant.ofEpochSecond(1_003);
        applyState(changed, Configs.of("a.test", "web", 9000, 2));

        assertThat(lag.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.micros().getMaxValue()).isBetween(2_990_000L, 3_020_000L));
    }

    /// A swarm that is not seen is followed by the kernel, where a service lets the proxy choose.
    @Test
    void leavesTasksOfServicesThatMayChooseWhenTheSourceIsStale() {
        SwarmState state = LagStates.of(LagStates.auto(), LagStates.running(Instant.EPOCH, "t"));
        ledger.onState(state, HealthView.ALL_HEALTHY, CertificateView.NONE, 0);
        ledger.onSourceStatus(new SourceStatus("docker", false, Instant.EPOCH, "refused"), 100);

        long due = ledger.nextChangeNanos().orElseThrow();
        ledger.onState(state, HealthView.ALL_HEALTHY, CertificateView.NONE, due);
        ledger.onSourceStatus(new SourceStatus("docker", true, Instant.EPOCH, ""), due + 1);
        ledger.onState(state, HealthView.ALL_HEALTHY, CertificateView.NONE, due + 2);
        ledger.onState(
                state,
                HealthView.ALL_HEALTHY,
                CertificateView.NONE,
                ledger.nextChangeNanos().orElseThrow());

        assertThat(due).isEqualTo(100 + BackendModePolicy.STALE.toNanos());
        assertThat(inputs)
                .extracting(input -> input.modes().of("web").mode())
                .containsExactly(BackendMode.TASK, BackendMode.VIP, BackendMode.VIP, BackendMode.TASK);
    }

    @Test
    void boundsItsHistory() {
        for (int i = 0; i < Ledger.HISTORY_ENTRIES + 20; i++) {
            apply(Configs.of("a.test", "web", 9000 + i, 1));
        }

        assertThat(ledger.view().history()).hasSize(Ledger.HISTORY_ENTRIES);
        assertThat(ledger.view().generation()).isEqualTo(Ledger.HISTORY_ENTRIES + 20);
    }

    private static SwarmState running(Instant since, String... tasks) {
        return LagStates.of(LagStates.service("web", Instant.EPOCH), LagStates.running(since, tasks));
    }

    private void applyState(SwarmState state, ProxyConfig config) {
        next = Configs.assembly(config);
        ledger.onState(state, HealthView.ALL_HEALTHY, CertificateView.NONE, 0);
    }

    private void apply(ProxyConfig config) {
        next = Configs.assembly(config);
        ledger.onState(SwarmState.EMPTY, HealthView.ALL_HEALTHY, CertificateView.NONE, 0);
    }

    private Assembly assemble(AssemblyInput input) {
        if (assemblerFails) {
            throw new IllegalStateException("bug");
        }
        inputs.add(input);
        return next;
    }

    private Publication publish(ProxyConfig config) {
        if (targetFails) {
            throw new IllegalStateException("no loop answers");
        }
        published.add(config);
        return new Publication(published.size(), 1, 1, 1, 1, Duration.ZERO, Duration.ZERO);
    }
}
