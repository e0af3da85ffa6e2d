package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.DockerHost;
import io.sluice.controlplane.docker.Engine;
import io.sluice.controlplane.docker.EngineLimits;
import io.sluice.controlplane.docker.EventStream;
import io.sluice.controlplane.docker.Listing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Against a real manager of at least one node and one running task, which is only read:
/// `SLUICE_TEST_DOCKER_HOST=unix:///var/run/docker.sock`.
@EnabledIfEnvironmentVariable(named = "SLUICE_TEST_DOCKER_HOST", matches = ".+")
class EngineIT {
    private final DockerGateway gateway = new DockerGateway(
            DockerHost.parse(String.valueOf(System.getenv("SLUICE_TEST_DOCKER_HOST"))), "", EngineLimits.DEFAULT);

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersEachList(Listing listing) throws InterruptedException {
        Engine engine = gateway.connect();

        List<String> ids =
                gateway.list(engine, listing, object -> object.text(listing == Listing.NETWORKS ? "Id" : "ID"));

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void opensTheEventStreamBeforeAnythingHappens() throws InterruptedException {
        try (EventStream stream = gateway.events(gateway.connect())) {
            assertThat(stream).isNotNull();
        }
    }

    @Test
    void readsOneWholeState() {
        var states = new CopyOnWriteArrayList<SwarmState>();
        var statuses = new CopyOnWriteArrayList<SourceStatus>();
        try (var watcher =
                new SwarmWatcher(gateway, WatchSettings.DEFAULT, states::add, statuses::add, InstantSource.system())) {
            watcher.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> !statuses.isEmpty());
        }

        assertThat(statuses.getFirst()).matches(SourceStatus::fresh);
        assertThat(states.getFirst().nodes()).anyMatch(Node::ready);
        assertThat(states.getFirst().tasks()).anyMatch(Task::isRoutable);
        assertThat(states.getFirst().services())
                .extracting(Service::id)
                .containsAll(
                        states.getFirst().tasks().stream().map(Task::serviceId).toList());
    }
}
