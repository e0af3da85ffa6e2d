package io.sluice.controlplane.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.controlplane.swarm.SwarmState;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ComposeWatcherIT {

    private static final String ONE = "services: {one: {x-sluice: {tasks: ['127.0.0.1:1']}}}\n";
    private static final String TWO =
            "services: {one: {x-sluice: {tasks: ['127.0.0.1:1']}}, two: {x-sluice: {tasks: ['127.0.0.1:2']}}}\n";
    private static final String WRONG = "services:\n  one: {deploy: {replicas: many}}\n";

    @TempDir
    private Path directory;

    private final List<SwarmState> states = new CopyOnWriteArrayList<>();
    private final List<List<ConfigError>> findings = new CopyOnWriteArrayList<>();
    private final List<SourceStatus> statuses = new CopyOnWriteArrayList<>();
    private Path file;
    private Thread job;

    @BeforeEach
    void writeFile() throws IOException {
        file = directory.resolve("stack.yml");
        Files.writeString(file, ONE);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (job != null) {
            job.interrupt();
            job.join(Duration.ofSeconds(5));
            assertThat(job.isAlive()).isFalse();
        }
    }

    @Test
    void handsOutTheStateThatItFinds() {
        watch(file);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1));
        soon().untilAsserted(() -> assertThat(statuses).singleElement().satisfies(status -> {
            assertThat(status.fresh()).isTrue();
            assertThat(status.source()).isEqualTo("compose " + file);
            assertThat(status.detail()).isEmpty();
        }));
        assertThat(findings).containsExactly(List.of());
    }

    @Test
    void followsAFileThatIsWrittenInPlace() throws IOException {
        watchFirst();

        Files.writeString(file, TWO);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1, 2));
    }

    @Test
    void followsAFileThatIsReplaced() throws IOException {
        watchFirst();

        Path draft = Files.writeString(directory.resolve("stack.yml.swp"), TWO);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1, 2));
    }

    /// The watched directory hears nothing of this; only looking at the file does.
    @Test
    void followsALinkWhoseTargetChangesElsewhere() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("real.yml"), ONE);
        Path link = Files.createSymbolicLink(directory.resolve("link.yml"), target);
        watch(link);
        soon().untilAsserted(() -> assertThat(services()).containsExactly(1));

        Files.writeString(target, TWO);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1, 2));
    }

    @Test
    void aWrongFileKeepsTheStateAndSaysWhere() throws IOException {
        watchFirst();

        Files.writeString(file, WRONG);

        soon().untilAsserted(() -> assertThat(statuses).last().satisfies(status -> {
            assertThat(status.fresh()).isFalse();
            assertThat(status.detail()).contains(file + ":2:28", "'many' is not a count");
        }));
        assertThat(findings.getLast())
                .singleElement()
                .extracting(ConfigError::code)
                .isEqualTo("not-a-count");
        assertThat(services()).containsExactly(1);
    }

    @Test
    void oneWrongFileAfterAnotherIsOneTimeOfStaleness() throws IOException {
        watchFirst();
        Files.writeString(file, WRONG);
        soon().untilAsserted(() -> assertThat(statuses).hasSize(2));
        Files.writeString(file, "services: [");
        soon().untilAsserted(() -> assertThat(statuses).hasSize(3));

        Files.writeString(file, TWO);

        soon().untilAsserted(() -> assertThat(statuses).hasSize(4));
        assertThat(statuses).extracting(SourceStatus::fresh).containsExactly(true, false, false, true);
        assertThat(statuses.get(2).since()).isEqualTo(statuses.get(1).since());
        assertThat(services()).containsExactly(1, 2);
        assertThat(findings.getLast()).isEmpty();
    }

    @Test
    void aMissingFileKeepsTheStateUntilItIsBack() throws IOException {
        watchFirst();

        Files.delete(file);
        soon().untilAsserted(() -> assertThat(statuses)
                .last()
                .satisfies(status -> assertThat(status.detail()).contains("no such file")));
        Files.writeString(file, TWO);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1, 2));
        soon().untilAsserted(() -> assertThat(statuses.getLast().fresh()).isTrue());
    }

    @Test
    void aFileThatComesLaterIsFound() throws IOException {
        Path later = directory.resolve("not/yet/there.yml");
        watch(later);
        soon().untilAsserted(() ->
                assertThat(statuses).last().extracting(SourceStatus::fresh).isEqualTo(false));

        Files.createDirectories(later.getParent());
        Files.writeString(later, ONE);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1));
    }

    /// Each line makes a valid file, so a reader in a hurry would see services come one by one.
    @Test
    void aFileThatIsBeingWrittenIsTakenWhenItIsWhole() throws IOException, InterruptedException {
        watchFirst();

        Files.writeString(file, "services:\n");
        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "  s" + i + ": {}\n", StandardOpenOption.APPEND);
            Thread.sleep(Duration.ofMillis(20));
        }

        soon().untilAsserted(() -> assertThat(states.getLast().services()).hasSize(20));
        assertThat(services()).containsExactly(1, 20);
    }

    @Test
    void otherFilesInTheDirectoryCallForNothing() throws IOException {
        watchFirst();

        Files.writeString(directory.resolve("other.yml"), TWO);
        Files.writeString(file, TWO);

        soon().untilAsserted(() -> assertThat(services()).containsExactly(1, 2));
        assertThat(statuses).hasSize(2);
    }

    private void watchFirst() {
        watch(file);
        soon().untilAsserted(() -> assertThat(statuses).hasSize(1));
    }

    private void watch(Path path) {
        ComposeWatcher.Listener listener = new ComposeWatcher.Listener(states::add, findings::add, statuses::add);
        job = Thread.ofVirtual()
                .name("compose")
                .start(new ComposeWatcher(path, Map.of(), InstantSource.system(), listener));
    }

    /// How many services each state had that was handed out.
    private List<Integer> services() {
        return states.stream().map(state -> state.services().size()).toList();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(10));
    }
}
