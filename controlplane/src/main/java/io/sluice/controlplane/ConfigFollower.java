package io.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.sluice.controlplane.cli.ConfigFile;
import io.sluice.controlplane.cli.ConfigFile.Loading.Invalid;
import io.sluice.controlplane.cli.ConfigFile.Loading.Loaded;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.cli.Source;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.RoutingOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows a config file: what can change while the process lives does, of the rest it is said that it waits for a
/// restart, and an invalid file changes nothing. One job on a virtual thread.
///
/// The file is looked at every second, for a bind mount and a replaced directory send no events.
final class ConfigFollower implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

    private final ProxySettings started;
    private final Source source;
    private final ConfigFile file;
    private final Consumer<RoutingOptions> routing;
    private final Consumer<List<ConfigError>> errors;
    private final Semaphore asked = new Semaphore(0);
    private final Thread job;
    private RoutingOptions applied; // job

    private ConfigFollower(
            Loaded first, ConfigFile file, Consumer<RoutingOptions> routing, Consumer<List<ConfigError>> errors) {
        this.started = first.settings();
        this.source = first.source();
        this.applied = first.settings().routing();
        this.file = file;
        this.routing = routing;
        this.errors = errors;
        this.job = Thread.ofVirtual().name("config-follower").unstarted(this::run);
    }

    /// @param first what the process was started with
    /// @param routing gets each change of what applies at once
    /// @param errors gets all that is to be said of the file, whenever it was read
    static ConfigFollower start(
            Loaded first, ConfigFile file, Consumer<RoutingOptions> routing, Consumer<List<ConfigError>> errors) {
        ConfigFollower follower = new ConfigFollower(first, file, routing, errors);
        errors.accept(first.remarks());
        follower.job.start();
        return follower;
    }

    /// Reads the file now, whether it seems changed or not.
    void look() {
        asked.release();
    }

    @Override
    public void close() {
        job.interrupt();
    }

    private void run() {
        // The file may have changed since it was read first, so the first look always reads.
        String seen = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String stamp = stamp(file.file());
                if (!stamp.equals(seen)) {
                    seen = stamp;
                    read();
                }
                if (asked.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    asked.drainPermits();
                    LOG.info("reading {}, for it was asked for", file.file());
                    seen = "";
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("follower of {} stopped", file.file());
        }
    }

    private void read() {
        switch (file.load()) {
            case Invalid(List<ConfigError> found) -> errors.accept(kept(found));
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
                    Severity.WARNING,
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

    private List<ConfigError> kept(List<ConfigError> found) {
        List<ConfigError> all = new ArrayList<>(found);
        all.add(remark(
                Severity.WARNING,
                "config-kept",
                "the file cannot be used, so the settings from before still hold",
                "correct the errors; the file is read again when it changes"));
        return all;
    }

    private ConfigError remark(Severity severity, String code, String message, String hint) {
        return new ConfigError(severity, code, "", "", file.file().toString(), message, hint);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            return "absent";
        }
    }
}
