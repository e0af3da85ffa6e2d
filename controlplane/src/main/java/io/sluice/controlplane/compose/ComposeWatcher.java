package io.sluice.controlplane.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.controlplane.swarm.SwarmState;
import org.jspecify.annotations.Nullable;

/// The job that follows one Compose file, for a virtual thread; ends when interrupted. A file is read only when two
/// looks
/// a moment apart find the same, so that a file in the middle of being written is not taken for a short one. A wrong
/// file
/// changes the status and the findings, never the state.
public final class ComposeWatcher implements Runnable {

    /// Between two looks at the file when nothing calls for one.
    private static final Duration POLL = Duration.ofMillis(250);

    /// Between two looks that must agree: longer than a writer pauses, too short for a person to notice.
    private static final Duration SETTLE = Duration.ofMillis(100);

    /// Looks that may disagree before the operator is told.
    private static final int MAX_LOOKS = 30;

    private final Path file;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Listener listener;
    private @Nullable FileContent handled; // of the job
    private @Nullable SourceStatus status; // of the job

    public ComposeWatcher(Path file, Map<String, String> environment, InstantSource clock, Listener listener) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.listener = listener;
    }

    /// Where news go; each is called on the job's thread.
    ///
    /// @param states a good file's state
    /// @param findings everything found in the last file, good or not; replaces what was there before
    /// @param statuses whether the state is that of the file
    public record Listener(
            Consumer<SwarmState> states, Consumer<List<ConfigError>> findings, Consumer<SourceStatus> statuses) {}

    @Override
    public void run() {
        try (DirectoryWatch directory = DirectoryWatch.of(file)) {
            look();
            while (true) {
                if (directory.await(POLL) || hasMoved()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch " + file, e);
        }
    }

    private boolean hasMoved() {
        return handled == null || !handled.stamp().equals(FileContent.Stamp.of(file));
    }

    private void look() throws InterruptedException {
        FileContent before = FileContent.read(file);
        for (int count = 0; count < MAX_LOOKS; count++) {
            Thread.sleep(SETTLE);
            FileContent now = FileContent.read(file);
            if (now.equals(before)) {
                handle(now);
                return;
            }
            before = now;
        }
        reportStale("the file keeps changing while it is read");
        handled = null;
    }

    private void handle(FileContent content) {
        if (content.equals(handled)) {
            return;
        }
        handled = content;
        switch (reading(content)) {
            case ComposeReading.Loaded(SwarmState state, List<ConfigError> remarks) -> {
                listener.states().accept(state);
                listener.findings().accept(remarks);
                report(new SourceStatus(source(), true, clock.instant(), ""));
            }
            case ComposeReading.Invalid(List<ConfigError> errors) -> {
                listener.findings().accept(errors);
                reportStale(detail(errors));
            }
        }
    }

    private ComposeReading reading(FileContent content) {
        return switch (content) {
            case FileContent.Bytes bytes -> ComposeFile.parse(file.toString(), bytes.bytes(), environment);
            case FileContent.Unreadable unreadable -> unreadable.toReading(file);
        };
    }

    private static String detail(List<ConfigError> errors) {
        return errors.stream()
                .filter(error -> error.severity() == ConfigError.Severity.ERROR)
                .findFirst()
                .map(ConfigError::toString)
                .orElse("");
    }

    /// One bad file after another is one time of staleness.
    private void reportStale(String detail) {
        Instant since = status != null && !status.fresh() ? status.since() : clock.instant();
        report(new SourceStatus(source(), false, since, detail));
    }

    private void report(SourceStatus next) {
        status = next;
        listener.statuses().accept(next);
    }

    private String source() {
        return "compose " + file;
    }
}
