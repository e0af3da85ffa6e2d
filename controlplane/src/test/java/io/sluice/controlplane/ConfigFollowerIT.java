package io.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.sluice.controlplane.cli.ConfigFile;
import io.sluice.controlplane.cli.ConfigFile.Loading.Loaded;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Acceptance scenario 56, as far as the settings go; that routing goes on is [ControlPlaneIT]'s.
class ConfigFollowerIT {

    @TempDir
    private Path folder = Path.of("");

    private final List<RoutingOptions> routing = new CopyOnWriteArrayList<>();
    private final AtomicReference<List<ConfigError>> errors = new AtomicReference<>(List.of());

    @Test
    void anInvalidFileKeepsWhatHolds() throws IOException {
        Path file = write("Extensions.a.Networks = [\"edge\"]\n");
        try (ConfigFollower follower = follow(file)) {
            write("Extensions.a.Networks = [\n");

            awaitCode("config-kept");
            assertThat(errors.get()).anyMatch(error -> error.code().equals("invalid-toml"));
            assertThat(routing).isEmpty();

            write("Extensions.a.Networks = [\"other\"]\n");
            await().atMost(Duration.ofSeconds(10)).until(() -> !routing.isEmpty());
            assertThat(routing.getFirst().networks()).containsExactly("other");
            await().atMost(Duration.ofSeconds(10)).until(() -> errors.get().isEmpty());
        }
    }

    @Test
    void whatCannotChangeLiveIsNamed() throws IOException {
        Path file = write("[Sluice]\nloops = 1\n");
        try (ConfigFollower follower = follow(file)) {
            write("PollInterval = \"3s\"\n[Sluice]\nloops = 2\ntenancy = \"stack\"\nwildcard-tenants = \"ops\"\n");

            awaitCode("needs-restart");
            assertThat(errors.get())
                    .singleElement()
                    .satisfies(error -> assertThat(error.message()).contains("loops", "tenancy", "poll-interval"));
            assertThat(routing).singleElement().satisfies(options -> {
                assertThat(options.tenancy()).isEqualTo(RoutingOptions.DEFAULT.tenancy());
                assertThat(options.wildcardTenants()).containsExactly("ops");
            });
        }
    }

    @Test
    void readsAtOnceWhenAsked() throws IOException {
        Path file = write("Extensions.a.Networks = [\"edge\"]\n");
        try (ConfigFollower follower = follow(file)) {
            Files.delete(file);
            follower.look();

            awaitCode("config-kept");
            assertThat(errors.get()).anyMatch(error -> error.code().equals("no-file"));
        }
    }

    private void awaitCode(String code) {
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        errors.get().stream().anyMatch(error -> error.code().equals(code)));
    }

    private ConfigFollower follow(Path file) {
        ConfigFile config = new ConfigFile(file, List.of("--docker"), Map.of());
        return ConfigFollower.start((Loaded) config.load(), config, routing::add, errors::set);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("config.toml"), text);
    }
}
