package io.sluice.controlplane.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.sluice.controlplane.docker.FakeEngine.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class DockerGatewayIT {
    private static final EngineLimits LIMITS = new EngineLimits(Duration.ofMillis(500), 1 << 20, 4096);

    @TempDir
    private Path folder;

    private FakeEngine engine;
    private DockerGateway gateway;

    @BeforeEach
    void start() {
        engine = FakeEngine.onSocket(folder.resolve("engine.sock"));
        gateway = new DockerGateway(engine.host(), "", LIMITS);
    }

    @AfterEach
    void stop() {
        gateway.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"1.41, 1.41", "1.43, 1.43", "1.44, 1.44", "1.57, 1.44", "2.0, 1.44"})
    void speaksTheOlderOfBothVersions(String theirs, String spoken) throws InterruptedException {
        engine.apiVersion(theirs);

        Engine connected = gateway.connect();

        assertThat(connected.apiVersion()).hasToString(spoken);
        assertThat(connected.source()).isEqualTo("docker " + engine.host() + " (API " + spoken + ")");
        assertThat(engine.requests()).containsExactly("GET /_ping", "GET /v" + spoken + "/info");
    }

    @Test
    void refusesEnginesThatAreTooOld() {
        engine.apiVersion("1.40");

        assertThatThrownBy(gateway::connect).hasMessageContaining("1.40 is older than 1.41");
    }

    @Test
    void refusesWhatIsNoEngine() {
        engine.apiVersion("");

        assertThatThrownBy(gateway::connect).hasMessageContaining("/_ping").hasMessageContaining("not a Docker engine");
    }

    @Test
    void speaksTheForcedVersion() throws InterruptedException {
        try (var forced = new DockerGateway(engine.host(), "1.43", LIMITS)) {
            assertThat(forced.connect().apiVersion()).hasToString("1.43");
        }
        assertThatThrownBy(() -> new DockerGateway(engine.host(), "latest", LIMITS))
                .hasMessageContaining("DOCKER_API_VERSION 'latest'");
    }

    @Test
    void tellsWhyTheEngineRefusesTheVersion() {
        engine.mode(Mode.E400);

        assertThatThrownBy(gateway::connect)
                .hasMessageContaining("/v1.41/info: status 400: client version 1.44 is too old")
                .hasMessageContaining("DOCKER_API_VERSION");
    }

    @Test
    void tellsWorkersAndLonelyEnginesWhatToDo() {
        engine.mode(Mode.NOTMANAGER);
        assertThatThrownBy(gateway::connect).hasMessageContaining("no manager").hasMessageContaining("node promote");

        engine.mode(Mode.OK);
        engine.swarm("\"LocalNodeState\":\"inactive\"");
        assertThatThrownBy(gateway::connect).hasMessageContaining("swarm init");
    }

    @Test
    void tellsThatTheSocketIsMissing() {
        engine.mode(Mode.REFUSE);

        assertThatThrownBy(gateway::connect)
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("engine.sock")
                .hasMessageContaining("there is no such socket");
    }

    @ParameterizedTest
    @CsvSource({
        "HANG, no full answer in 500 ms",
        "TRICKLE, no full answer in 500 ms",
        "E500, status 500: the store is broken",
        "GARBAGE, malformed answer",
        "TRUNCATE, malformed answer",
        "HUGEJSON, longer than 1048576 bytes"
    })
    void namesHostPathAndFault(Mode mode, String fault) throws InterruptedException {
        Engine connected = gateway.connect();
        engine.mode(mode);

        assertThatThrownBy(() -> gateway.list(connected, Listing.TASKS, object -> object.text("ID")))
                .isInstanceOf(DockerException.class)
                .hasMessageStartingWith("docker " + engine.host() + ": GET /v1.41/tasks: ")
                .hasMessageContaining(fault);
        await().untilAsserted(() -> assertThat(engine.openConnections()).isZero());
    }

    @Test
    void deadlineHoldsOnTcpToo() {
        try (FakeEngine tcp = FakeEngine.onLoopback();
                var tcpGateway = new DockerGateway(tcp.host(), "", LIMITS)) {
            tcp.mode(Mode.HANG);

            assertThatThrownBy(tcpGateway::connect).hasMessageContaining("no full answer");
            await().untilAsserted(() -> assertThat(tcp.openConnections()).isZero());
        }
    }

    @Test
    void eventsArriveOneByOneUntilTheStreamEnds() throws InterruptedException {
        try (EventStream stream = gateway.events(gateway.connect())) {
            await().until(() -> engine.eventStreams() == 1);
            engine.event("service", "update", "s1");
            engine.event("node", "remove", "n1");

            assertThat(stream.next()).contains(new EngineEvent("service", "update", "s1"));
            assertThat(stream.next()).contains(new EngineEvent("node", "remove", "n1"));
        }
        await().untilAsserted(() -> assertThat(engine.openConnections()).isZero());
    }

    @Test
    void closingEndsAReadThatWaits() throws InterruptedException {
        EventStream stream = gateway.events(gateway.connect());
        Thread closer = Thread.ofVirtual().start(stream::close);

        Optional<EngineEvent> event = stream.next();

        assertThat(event).isEmpty();
        closer.join();
    }

    @Test
    void refusesEventsThatAreTooLong() throws InterruptedException {
        try (EventStream stream = gateway.events(gateway.connect())) {
            await().until(() -> engine.eventStreams() == 1);
            engine.event("service", "update", "s".repeat(5000));

            assertThatThrownBy(stream::next).hasMessageContaining("longer than 4096 bytes");
        }
    }
}
