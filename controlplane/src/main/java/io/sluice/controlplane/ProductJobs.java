package io.sluice.controlplane;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.ConfigAssembler;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.CertificateStore;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.cli.CommandException;
import io.sluice.controlplane.cli.ConfigFile;
import io.sluice.controlplane.cli.ConfigFile.Loading.Loaded;
import io.sluice.controlplane.cli.ControlSettings;
import io.sluice.controlplane.cli.Jobs;
import io.sluice.controlplane.cli.JoinSettings;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.cli.Source;
import io.sluice.controlplane.compose.ComposeFile;
import io.sluice.controlplane.compose.ComposeReading;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.demo.SampleCompose;
import io.sluice.controlplane.demo.SampleStack;
import io.sluice.controlplane.docker.DockerException;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.DockerHost;
import io.sluice.controlplane.docker.EngineLimits;
import io.sluice.controlplane.lint.StackLint;
import io.sluice.controlplane.lint.SwarmLint;
import io.sluice.controlplane.text.AddressText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The jobs of the product in this process.
final class ProductJobs implements Jobs {

    /// The demo ends within a second, whatever its clients do.
    private static final Duration DEMO_DRAIN = Duration.ofMillis(500);

    /// Of a name in a certificate.
    private static final int MAX_NAME = 63;

    private static final Logger LOG = LoggerFactory.getLogger(ProductJobs.class);

    private final BuildInfo build;
    private final Map<String, String> environment;
    private final PrintStream out;

    ProductJobs(BuildInfo build, Map<String, String> environment, PrintStream out) {
        this.build = build;
        this.environment = Map.copyOf(environment);
        this.out = out;
    }

    @Override
    public void run(ProxySettings settings, Source source) {
        StopSignals signals = StopSignals.install();
        stopOn(signals, start(settings, source), settings.drain());
    }

    @Override
    public void follow(Loaded first, ConfigFile file) {
        StopSignals signals = StopSignals.install();
        ControlPlane plane = start(first.settings(), first.source());
        try (ConfigFollower follower = ConfigFollower.start(first, file, plane::reroute, plane::onFileErrors)) {
            StopSignals.onHangup(follower::look);
            stopOn(signals, plane, first.settings().drain());
        }
    }

    private ControlPlane start(ProxySettings settings, Source source) {
        ControlPlane plane = ControlPlane.start(settings, build, provider(source));
        logListening(plane);
        Thread.ofVirtual()
                .name("ready")
                .start(() -> onceReady(plane, () -> LOG.info("ready in {} ms", uptimeMillis())));
        return plane;
    }

    @Override
    public void control(ControlSettings settings, Source source) {
        StopSignals signals = StopSignals.install();
        ControlProcess control = ControlProcess.start(settings, controlName(), build, provider(source));
        LOG.info(
                "proxies connect to {}, admin on http://{}",
                AddressText.format(control.link().address()),
                AddressText.format(control.admin().address()));
        await(signals);
        control.close();
    }

    /// As certificates take it.
    private static String controlName() {
        String host = DataPlaneSettings.hostName().replaceAll("^[^a-z0-9]+", "");
        return host.isEmpty() ? "control" : host.substring(0, Math.min(host.length(), MAX_NAME));
    }

    @Override
    public void proxy(ProxySettings settings, JoinSettings join) {
        StopSignals signals = StopSignals.install();
        ProxyProcess proxy = ProxyProcess.start(settings, join, build);
        LOG.info(
                "listening on {} ({}), admin on http://{}",
                String.join(
                        ", ",
                        proxy.dataPlane().addresses().stream()
                                .map(AddressText::format)
                                .toList()),
                proxy.dataPlane().transport(),
                AddressText.format(proxy.admin().address()));
        await(signals);
        LOG.info("stopping: requests under way have {} ms", settings.drain().toMillis());
        if (!proxy.drain(settings.drain())) {
            LOG.warn("some requests were cut off after {} ms", settings.drain().toMillis());
        }
    }

    private static void await(StopSignals signals) {
        try {
            signals.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void demo(ProxySettings settings) {
        StopSignals signals = StopSignals.install();
        CompletableFuture<SampleStack> starting =
                CompletableFuture.supplyAsync(() -> SampleStack.start(build.version()));
        try (SampleStack stack = starting.join();
                SampleCompose compose = SampleCompose.write(stack)) {
            ControlPlane plane = ControlPlane.start(
                    settings.withTlsWhereItListens(), build, new ComposeProvider(compose.file(), environment));
            onceReady(plane, () -> out.print(new DemoGuide(plane, compose.file(), uptimeMillis()).text()));
            out.flush();
            Duration drain = settings.drain().compareTo(DEMO_DRAIN) < 0 ? settings.drain() : DEMO_DRAIN;
            stopOn(signals, plane, drain);
        } catch (CompletionException e) {
            throw new IllegalStateException("the sample stack cannot start: " + e.getCause(), e);
        }
    }

    @Override
    public List<ConfigError> validate(Path composeFile, RoutingOptions routing, Path secrets) {
        return switch (ComposeFile.load(composeFile, environment)) {
            case ComposeReading.Invalid invalid -> invalid.errors();
            case ComposeReading.Loaded loaded -> {
                List<ConfigError> all = new ArrayList<>(loaded.remarks());
                all.addAll(new ConfigAssembler(AddressPolicy.COMPOSE, ProxyLocation.outside(), routing)
                        .assemble(new AssemblyInput(
                                loaded.state(), HealthView.ALL_HEALTHY, certificates(secrets), Ownership.NONE, 0))
                        .errors());
                yield all;
            }
        };
    }

    @Override
    public List<ConfigError> lint(Source source) {
        return switch (source) {
            case Source.Compose(Path file) -> lintStack(file);
            case Source.Docker docker -> lintSwarm(docker);
        };
    }

    /// A file that cannot be read is no use for advice.
    private List<ConfigError> lintStack(Path file) {
        if (ComposeFile.load(file, environment) instanceof ComposeReading.Invalid invalid) {
            return invalid.errors();
        }
        try {
            return StackLint.lint(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage(), "name a stack file");
        }
    }

    private List<ConfigError> lintSwarm(Source.Docker docker) {
        try (DockerGateway gateway = new DockerGateway(
                DockerHost.choose(docker.host(), environment),
                environment.getOrDefault("DOCKER_API_VERSION", ""),
                EngineLimits.DEFAULT)) {
            return SwarmLint.lint(gateway);
        } catch (DockerException e) {
            throw new CommandException(String.valueOf(e.getMessage()), "lint asks a manager of the swarm");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", "run it again");
        }
    }

    /// Those that are here; a file that names others is told so.
    private static CertificateView certificates(Path directory) {
        return new CertificateStore(directory, InstantSource.system()).view();
    }

    private Provider provider(Source source) {
        return switch (source) {
            case Source.Compose compose -> new ComposeProvider(compose.file(), environment);
            case Source.Docker docker ->
                new DockerProvider(
                        DockerHost.choose(docker.host(), environment),
                        environment.getOrDefault("DOCKER_API_VERSION", ""),
                        docker.resync());
        };
    }

    private static void logListening(ControlPlane plane) {
        LOG.info(
                "listening on {} ({}), TLS on {}, admin on http://{}",
                addresses(plane.http()),
                plane.dataPlane().transport(),
                plane.https().isEmpty() ? "none" : addresses(plane.https()),
                AddressText.format(plane.admin().address()));
    }

    private static String addresses(List<InetSocketAddress> addresses) {
        return addresses.stream().map(AddressText::format).collect(Collectors.joining(", "));
    }

    private static void onceReady(ControlPlane plane, Runnable action) {
        try {
            plane.awaitReady();
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopOn(StopSignals signals, ControlPlane plane, Duration drain) {
        await(signals);
        LOG.info("stopping: requests under way have {} ms", drain.toMillis());
        if (!plane.drain(drain)) {
            LOG.warn("some requests were cut off after {} ms", drain.toMillis());
        }
    }

    /// Since the JVM was started: what a person waits for. The process is older where the launcher built first.
    private static long uptimeMillis() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
