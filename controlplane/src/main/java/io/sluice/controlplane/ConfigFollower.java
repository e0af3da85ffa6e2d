package io.sluice.controlplane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.sluice.controlplane.cli.ConfigFile;
import io.sluice.controlplane.cli.ConfigFile.Loading.Invalid;
import io.sluice.controlplane.cli.ConfigFile.Loading.Loaded;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.cli.Source;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.RoutingOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows a config file: what can change while the process lives does, of the rest it is said that it waits for a
/// restart, and an invalid file changes nothing.
final class ConfigFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

    private final ProxySettings started;
    private final Source source;
    private final ConfigFile file;
    private final Consumer<RoutingOptions> routing;
    private final Consumer<List<ConfigError>> errors;
    private @Nullable FileWatch watch;
    private RoutingOptions applied; // the watch

    private ConfigFollower(
            Loaded first, ConfigFile file, Consumer<RoutingOptions> routing, Consumer<List<ConfigError>> errors) {
        this.started = first.settings();
        this.source = first.source();
        this.applied = first.settings().routing();
        this.file = file;
        this.routing = routing;
        this.errors = errors;
    }

    /// @param first what the process was started with
    /// @param routing gets each change of what applies at once
    /// @param errors gets all that is to be said of the file, whenever it was read
    static ConfigFollower start(
            Loaded first, ConfigFile file, Consumer<RoutingOptions> routing, Consumer<List<ConfigError>> errors) {
        ConfigFollower follower = new ConfigFollower(first, file, routing, errors);
        errors.accept(first.remarks());
        follower.watch = FileWatch.start(file.file(), follower::read);
        return follower;
    }

    /// Reads the file now, whether it seems changed or not.
    void look() {
        if (watch != null) {
            watch.look();
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private void read() {
        switch (file.load()) {
            case Invalid(List<ConfigError> found) -> errors.accept(kept(file, found));
            case Loaded loaded -> apply(loaded);
        }
    }

    private void apply(Loaded loaded) {
        List<ConfigError> all = new ArrayList<>(loaded.remarks());
        List<String> fixed = new ArrayList<>(started.fixedDifferences(loaded.settings()));
        if (!source.equals(loaded.source())) {
            fixed.add("docker, poll-interval");
        }
        if (!fixed.isEmpty()) {
            all.add(remark(
                    file,
                    "needs-restart",
                    "changed, and applied by the next start only: " + String.join(", ", fixed),
                    "restart the proxy"));
        }
        RoutingOptions next =
                loaded.settings().routing().withTenancy(started.routing().tenancy());
        if (!next.equals(applied)) {
            applied = next;
            routing.accept(next);
            LOG.info("config {} is applied", file.file());
        }
        errors.accept(all);
    }

    /// What is said of a file that cannot be used.
    static List<ConfigError> kept(ConfigFile file, List<ConfigError> found) {
        List<ConfigError> all = new ArrayList<>(found);
        all.add(remark(
                file,
                "config-kept",
                "the file cannot be used, so the settings from before still hold",
                "correct the errors; the file is read again when it changes"));
        return all;
    }

    static ConfigError remark(ConfigFile file, String code, String message, String hint) {
        return new ConfigError(Severity.WARNING, code, "", "", file.file().toString(), message, hint);
    }
}
