package io.sluice.controlplane.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.Publication;
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
