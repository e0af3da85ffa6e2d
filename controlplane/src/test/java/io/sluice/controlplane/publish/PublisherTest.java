package io.sluice.controlplane.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.assemble.Ownership.Holding;
import io.sluice.controlplane.assemble.Site;
import io.sluice.controlplane.assemble.Tenant;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.ProxyConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PublisherTest {

    private final List<ProxyConfig> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger assemblies = new AtomicInteger();

    @Test
    void publishesTheNewestOfManyStates() {
        try (Publisher publisher = start(Duration.ofMillis(20))) {
            for (int i = 0; i < 1_000; i++) {
                publisher.onState(SwarmState.EMPTY);
            }
            await().until(() -> publisher.view().published());
            await().until(() -> assemblies.get() > 0);

            assertThat(assemblies.get()).isLessThan(1_000);
        }
    }

    /// A change of health alone must reach the proxy.
    @Test
    void assemblesTheLatestStateAgainWhenHealthChanges() {
        try (Publisher publisher = start(Duration.ofMillis(1))) {
            publisher.onState(SwarmState.EMPTY);
            await().until(() -> published.size() == 1);

            publisher.onHealth((service, address) -> false);

            await().until(() -> published.size() == 2);
        }
    }

    @Test
    void healthBeforeTheFirstStatePublishesNothing() {
        try (Publisher publisher = start(Duration.ofMillis(1))) {
            publisher.onHealth((service, address) -> false);
            publisher.onSourceErrors(List.of(Configs.error("bad-file")));
            await().until(() -> !publisher.view().errors().isEmpty());

            assertThat(published).isEmpty();
        }
    }

    /// The state may not change for days.
    @Test
    void triesAgainWhenPublishingFailed() {
        AtomicInteger attempts = new AtomicInteger();
        SnapshotTarget target = config -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("no loop answers");
            }
            published.add(config);
            return new Publication(published.size(), 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
        };
        try (Publisher publisher = Publisher.start(
                target,
                input -> Configs.assembly(Configs.of("a.test", "web", 1, 1)),
                checks -> {},
                Duration.ofMillis(1))) {
            publisher.onState(SwarmState.EMPTY);

            await().until(() -> publisher.view().published());
            assertThat(attempts).hasValue(2);
            assertThat(publisher.view().errors()).isEmpty();
        }
    }

    @Test
    void assemblesAgainWhenAHoldEnds() {
        Site host = Site.of(HostPattern.of("h.test"));
        Tenant gone = new Tenant(true, "gone");
        List<Ownership> seen = new CopyOnWriteArrayList<>();
        Function<AssemblyInput, Assembly> assembler = input -> {
            seen.add(input.ownership());
            long sinceNanos = input.nowNanos()
                    - Ownership.HOLD.toNanos()
                    + Duration.ofMillis(50).toNanos();
            Holding holding = new Holding(gone, OptionalLong.of(sinceNanos));
            Ownership next = seen.size() == 1 ? new Ownership(Map.of(host, holding)) : Ownership.NONE;
            return new Assembly(ProxyConfig.EMPTY, List.of(), List.of(), List.of(), next, List.of());
        };
        try (Publisher publisher = Publisher.start(
                config -> new Publication(1, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO),
                assembler,
                checks -> {},
                Tenancy.STACK,
                OwnerMemory.NONE,
                Duration.ofMillis(1))) {
            publisher.onState(SwarmState.EMPTY);

            await().until(() -> seen.size() == 2);
            assertThat(seen.getLast().holdings()).containsOnlyKeys(host);
        }
    }

    @Test
    void showsSourceErrorsWithoutAState() {
        try (Publisher publisher = start(Duration.ofMillis(20))) {
            publisher.onSourceErrors(List.of(Configs.error("bad-file")));

            await().until(() -> publisher.view().errors().size() == 1);
            assertThat(publisher.view().published()).isFalse();
        }
    }

    @Test
    void publishesNothingAfterClose() {
        Publisher publisher = start(Duration.ofMillis(1));
        publisher.close();

        publisher.onState(SwarmState.EMPTY);

        assertThat(published).isEmpty();
    }

    private Publisher start(Duration window) {
        return Publisher.start(
                config -> {
                    published.add(config);
                    return new Publication(published.size(), 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
                },
                input -> Configs.assembly(Configs.of("a.test", "web", 1 + assemblies.incrementAndGet() % 60_000, 1)),
                checks -> {},
                window);
    }
}
