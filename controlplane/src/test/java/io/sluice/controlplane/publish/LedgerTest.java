package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.ProxyConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    private final List<ProxyConfig> published = new ArrayList<>();
    private final List<List<CheckTarget>> checks = new ArrayList<>();
    private Assembly next = Configs.assembly(ProxyConfig.EMPTY);
    private boolean targetFails;
    private boolean assemblerFails;

    private final Ledger ledger = new Ledger(this::publish, this::assemble, checks::add, () -> Instant.EPOCH);

    @Test
    void publishesTheFirstStateEvenWhenItRoutesNothing() {
        ledger.onInput(new AssemblyInput(SwarmState.EMPTY));

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
        assertThat(changes.summary()).isEqualTo("+1 hosts, -1 hosts, +1 endpoints, -1 endpoints");
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

        ledger.onInput(new AssemblyInput(SwarmState.EMPTY));

        assertThat(ledger.view().published()).isFalse();
        assertThat(ledger.view().errors()).extracting("code").containsExactly("assemble-failed");
    }

    @Test
    void showsErrorsOfSourceAndAssembly() {
        ledger.onSourceErrors(List.of(Configs.error("bad-file")));
        next = Configs.assembly(ProxyConfig.EMPTY, Configs.error("missing-port"));

        ledger.onInput(new AssemblyInput(SwarmState.EMPTY));

        assertThat(ledger.view().errors()).extracting("code").containsExactly("bad-file", "missing-port");
    }

    @Test
    void boundsItsHistory() {
        for (int i = 0; i < Ledger.HISTORY_ENTRIES + 20; i++) {
            apply(Configs.of("a.test", "web", 9000 + i, 1));
        }

        assertThat(ledger.view().history()).hasSize(Ledger.HISTORY_ENTRIES);
        assertThat(ledger.view().generation()).isEqualTo(Ledger.HISTORY_ENTRIES + 20);
    }

    private void apply(ProxyConfig config) {
        next = Configs.assembly(config);
        ledger.onInput(new AssemblyInput(SwarmState.EMPTY));
    }

    private Assembly assemble(AssemblyInput input) {
        if (assemblerFails) {
            throw new IllegalStateException("bug");
        }
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
