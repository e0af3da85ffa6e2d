package io.sluice.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.sluice.controlplane.cli.CommandException;
import io.sluice.controlplane.cli.ConfigFile;
import io.sluice.controlplane.cli.ConfigFile.Loading.Invalid;
import io.sluice.controlplane.cli.ConfigFile.Loading.Loaded;
import io.sluice.controlplane.cli.ControlSettings;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.deploy.LinkFacts;
import io.sluice.controlplane.deploy.ProxyReconciler;
import io.sluice.controlplane.deploy.ProxyWish;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.settings.SettingsFile;
import io.sluice.controlplane.swarm.SwarmState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The proxies that a control plane keeps in its swarm, as the operator's file says now.
final class ManagedProxies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedProxies.class);

    private final ConfigFile file;
    private final DockerGateway gateway;
    private final ProxyReconciler reconciler;
    private final Consumer<RoutingOptions> routing;
    private final Consumer<List<ConfigError>> fileErrors;
    private final FileWatch watch;
    private volatile Loaded applied; // the watch writes

    /// @param gateway closed with this
    /// @param routing gets what the file says of it whenever that changes
    ManagedProxies(
            Loaded first,
            ControlSettings settings,
            ConfigFile file,
            DockerGateway gateway,
            Consumer<RoutingOptions> routing,
            Errors errors) {
        this.applied = first;
        this.file = file;
        this.gateway = gateway;
        this.routing = routing;
        this.fileErrors = errors.ofFile();
        Path token = settings.tokenFile().getFileName();
        this.reconciler = ProxyReconciler.start(
                gateway,
                new LinkFacts(settings.listen().getPort(), token == null ? "" : token.toString()),
                wish(first),
                errors.ofProxies());
        fileErrors.accept(remarks(first));
        this.watch = FileWatch.start(file.file(), this::read);
    }

    /// @param ofFile gets all that is to be said of the file
    /// @param ofProxies gets all that is to be said of the proxies
    record Errors(Consumer<List<ConfigError>> ofFile, Consumer<List<ConfigError>> ofProxies) {}

    /// @throws CommandException when the file cannot be used
    static Loaded load(ConfigFile file) {
        return switch (file.load()) {
            case Loaded loaded -> loaded;
            case Invalid(List<ConfigError> errors) -> {
                errors.forEach(error -> LOG.error("{}", error));
                throw new CommandException(
                        "the config " + file.file() + " cannot be used",
                        "correct what the log says; look: sluice validate " + file.file());
            }
        };
    }

    ProxyReconciler reconciler() {
        return reconciler;
    }

    void onState(SwarmState state) {
        reconciler.onState(state);
    }

    @Override
    public void close() {
        watch.close();
        reconciler.close();
        gateway.close();
    }

    private void read() {
        switch (file.load()) {
            case Invalid(List<ConfigError> found) -> fileErrors.accept(ConfigFollower.kept(file, found));
            case Loaded loaded -> apply(loaded);
        }
    }

    private void apply(Loaded next) {
        List<ConfigError> all = new ArrayList<>(remarks(next));
        RoutingOptions before = applied.settings().routing();
        RoutingOptions after = next.settings().routing().withTenancy(before.tenancy());
        if (!after.serviceCluster().equals(before.serviceCluster())) {
            all.add(ConfigFollower.remark(
                    file,
                    "needs-restart",
                    "the service cluster changed, and is applied by the next start only",
                    "restart the control plane"));
            fileErrors.accept(all);
            return;
        }
        boolean changed = !next.proxies().equals(applied.proxies());
        applied = next;
        if (!after.equals(before)) {
            routing.accept(after);
        }
        if (changed || !after.equals(before)) {
            LOG.info("config {} is applied", file.file());
            reconciler.onWish(wish(next));
        }
        fileErrors.accept(all);
    }

    private static ProxyWish wish(Loaded loaded) {
        return new ProxyWish(
                loaded.settings().routing(),
                loaded.proxies().deployment(),
                loaded.proxies().environment(),
                loaded.proxies().networks());
    }

    /// Here, what only a control plane does is done.
    private static List<ConfigError> remarks(Loaded loaded) {
        return loaded.remarks().stream()
                .filter(remark -> !remark.code().equals(SettingsFile.DEPLOYMENT_KEY))
                .toList();
    }
}
