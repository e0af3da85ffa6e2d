package io.sluice.controlplane.swarm;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.EngineLimits;
import io.sluice.controlplane.docker.FakeEngine;
import io.sluice.controlplane.docker.FakeEngine.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SwarmWatcherIT {
    private static final EngineLimits LIMITS = new EngineLimits(Duration.ofMillis(500), 1 << 20, 4096);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int SERVICES = 12;

    @TempDir
    private Path folder;

    private final List<SwarmState> states = new CopyOnWriteArrayList<>();
    private final List<SourceStatus> statuses = new CopyOnWriteArrayList<>();
    private FakeEngine engine;
    private DockerGateway gateway;
    private SwarmWatcher watcher;

    @BeforeEach
    void startEngine() {
        engine = FakeEngine.onSocket(folder.resolve("engine.sock"));
        gateway = new DockerGateway(engine.host(), "", LIMITS);
        services("one");
        engine.list("/tasks", taskList("running"));
    }

    @AfterEach
    void stop() {
        watcher.close();
        gateway.close();
        engine.close();
    }

    @Test
    void handsOnTheFirstStateAndSaysSo() {
        watch(NEVER, NEVER);

        assertThat(states.getFirst().services()).hasSize(SERVICES);
        assertThat(states.getFirst().tasks()).hasSize(SERVICES).allMatch(Task::isRoutable);
        assertThat(states.getFirst().services().getFirst().labels()).containsKey("generation");
        assertThat(statuses).hasSize(1);
        assertThat(statuses.getFirst().source()).isEqualTo("docker " + engine.host() + " (API 1.41)");
        assertThat(statuses.getFirst().fresh()).isTrue();
    }

    @Test
    void noticesTasksWithoutAnyEvent() {
        watch(NEVER, NEVER);

        engine.list("/tasks", taskList("running").replaceFirst("running\",\"T", "starting\",\"T"));

        await().until(() ->
                states.getLast().tasks().stream().filter(Task::isRoutable).count() == SERVICES - 1);
    }

    @Test
    void noticesServicesByTheirEvents() {
        watch(NEVER, NEVER);
        await().until(() -> engine.eventStreams() == 1);

        services("two");
        engine.event("service", "update", "s1");

        await().until(() -> generation().equals("two"));
    }

    @Test
    void noticesServicesWithoutEventsAtTheResync() {
        engine.mode(Mode.NOEVENTS);
        watch(Duration.ofMillis(500), NEVER);

        services("two");
        engine.event("service", "update", "s1");

        await().until(() -> generation().equals("two"));
    }

    @Test
    void noticesServicesWhileEventStreamsAreCut() {
        engine.mode(Mode.CUTEVENTS);
        watch(NEVER, NEVER);

        services("two");

        await().until(() -> generation().equals("two"));
        assertThat(statuses).hasSize(1);
    }

    @Test
    void readsEverythingWhenTheEventStreamIsBack() {
        watch(NEVER, NEVER);
        await().until(() -> engine.eventStreams() == 1);
        services("two");

        engine.mode(Mode.OK); // cuts connections

        await().until(() -> generation().equals("two"));
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE", "HANG", "TRICKLE", "E500", "GARBAGE", "TRUNCATE", "HUGEJSON", "NOTMANAGER"})
    void keepsTheLastGoodStateWhileTheEngineIsIll(Mode mode) {
        watch(NEVER, NEVER);

        engine.mode(mode);
        await().until(() -> !statuses.getLast().fresh());
        assertThat(states).hasSize(1);
        assertThat(statuses.getLast().since()).isBefore(Instant.now());
        assertThat(statuses.getLast().detail()).contains("docker " + engine.host());

        services("two");
        engine.mode(Mode.OK);
        await().until(() -> statuses.getLast().fresh());
        assertThat(generation()).isEqualTo("two");
        assertThat(states).hasSize(2);
    }

    @Test
    void startsWhileTheEngineIsAway() {
        engine.mode(Mode.REFUSE);
        start(NEVER, NEVER);
        await().until(() -> !statuses.isEmpty());
        assertThat(statuses.getLast().fresh()).isFalse();
        assertThat(statuses.getLast().detail()).contains("there is no such socket");
        assertThat(states).isEmpty();

        engine.mode(Mode.OK);

        await().until(() -> !states.isEmpty());
    }

    @Test
    void doubtsEmptyListsUntilTheyLast() {
        watch(NEVER, Duration.ofSeconds(1));

        engine.mode(Mode.STALE);
        await().until(() -> !statuses.getLast().fresh());
        assertThat(states).hasSize(1);
        assertThat(statuses.getLast().detail()).contains("12 of 12 services lost all their tasks");

        await().until(() -> states.size() == 2);
        assertThat(states.getLast().services()).isEmpty();
        await().until(() -> statuses.getLast().fresh());
    }

    @Test
    void forgetsEmptyListsThatDoNotLast() {
        watch(NEVER, NEVER);

        engine.mode(Mode.STALE);
        await().until(() -> !statuses.getLast().fresh());
        engine.mode(Mode.OK);

        await().until(() -> statuses.getLast().fresh());
        assertThat(states).hasSize(1);
    }

    @Test
    void removingManyServicesWithTheirEventsIsBelievedAtOnce() {
        watch(NEVER, NEVER);
        await().until(() -> engine.eventStreams() == 1);

        IntStream.range(0, SERVICES).forEach(i -> engine.event("service", "remove", "s" + i));
        engine.list("/services", "[]");
        engine.list("/tasks", "[]");
        engine.event("service", "remove", "s0");

        await().until(() -> states.getLast().services().isEmpty());
    }

    @Test
    void handsOnNothingWhileNothingChanges() {
        watch(Duration.ofMillis(100), NEVER);
        int before = engine.requests().size();

        await().until(() -> engine.requests().size() > before + 20);

        assertThat(states).hasSize(1);
        assertThat(statuses).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"OK", "HANG", "REFUSE"})
    void nothingIsLeftAfterClosing(Mode mode) {
        watch(NEVER, NEVER);
        engine.mode(mode);

        watcher.close();

        await().untilAsserted(() -> assertThat(engine.openConnections()).isZero());
        int requests = engine.requests().size();
        await().during(Duration.ofMillis(300)).until(() -> engine.requests().size() == requests);
        gateway.close();
    }

    @Test
    void closingWithoutStartingIsFine() {
        watcher = new SwarmWatcher(gateway, settings(NEVER, NEVER), states::add, statuses::add, InstantSource.system());

        watcher.close();

        assertThat(engine.requests()).isEmpty();
    }

    private void watch(Duration resync, Duration confirm) {
        start(resync, confirm);
        await().until(() -> !statuses.isEmpty() && statuses.getLast().fresh());
    }

    private void start(Duration resync, Duration confirm) {
        watcher = new SwarmWatcher(
                gateway, settings(resync, confirm), states::add, statuses::add, InstantSource.system());
        watcher.start();
    }

    private static WatchSettings settings(Duration resync, Duration confirm) {
        return new WatchSettings(
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofMillis(10),
                resync,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                10,
                confirm);
    }

    private String generation() {
        return states.getLast().services().getFirst().labels().get("generation").value();
    }

    private void services(String generation) {
        engine.list("/services", array("""
                {"ID":"s%d","CreatedAt":"2026-01-01T00:00:00Z","Spec":{"Name":"svc%d","Labels":{"generation":"GEN"}}}
                """.replace("GEN", generation)));
    }

    private static String taskList(String state) {
        return array("""
                {"ID":"t%d","ServiceID":"s%d","Slot":1,"DesiredState":"running",
                 "Status":{"State":"STATE","Timestamp":"2026-01-01T00:00:00Z"}}""".replace("STATE", state));
    }

    private static String array(String element) {
        return IntStream.range(0, SERVICES)
                .mapToObj(i -> element.formatted(i, i))
                .collect(joining(",", "[", "]"));
    }
}
