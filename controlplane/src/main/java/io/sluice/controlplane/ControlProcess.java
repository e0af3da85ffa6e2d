package io.sluice.controlplane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.admin.AdminServer;
import io.sluice.controlplane.admin.AdminSources;
import io.sluice.controlplane.admin.Readiness;
import io.sluice.controlplane.admin.TrafficHistory;
import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.ConfigAssembler;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.CertificateStore;
import io.sluice.controlplane.certs.CertificateWatcher;
import io.sluice.controlplane.cli.ConfigFile;
import io.sluice.controlplane.cli.ConfigFile.Loading.Loaded;
import io.sluice.controlplane.cli.ControlSettings;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.deploy.Layer7Switch;
import io.sluice.controlplane.health.HealthReport;
import io.sluice.controlplane.link.ControlLink;
import io.sluice.controlplane.link.RemoteConfig;
import io.sluice.controlplane.publish.OwnerMemory;
import io.sluice.controlplane.publish.Publisher;
import io.sluice.controlplane.publish.PublisherView;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.Rehearsal;
import io.sluice.dataplane.model.ProxyConfig;
import org.jspecify.annotations.Nullable;

/// Everything of one `sluice control`, built in order: what proxies connect to, publisher, admin listener, provider.
/// What it tells proxies it has compiled itself before. Endpoints are checked by the proxies, which are on their
/// networks.
final class ControlProcess {

    private final ControlLink link;
    private final Rehearsal rehearsal = new Rehearsal();
    private final TrafficHistory traffic = new TrafficHistory(rehearsal::cut, InstantSource.system());
    private final Publisher publisher;
    private final CertificateWatcher certificates;
    private final AdminServer admin;
    private final @Nullable ManagedProxies proxies;
    private final Runnable stopProvider;
    private volatile ConfigAssembler assembler; // whoever reroutes writes, the publisher reads
    private List<CheckTarget> checks = List.of(); // publisher's thread
    private @Nullable ProxyConfig published; // publisher's thread
    private volatile boolean stopping;

    private ControlProcess(
            ControlLink link, CertificateStore store, ControlSettings settings, BuildInfo build, Provider source) {
        this.link = link;
        ConfigFile file = source instanceof DockerProvider ? settings.file() : null;
        Loaded loaded = file == null ? null : ManagedProxies.load(file);
        RoutingOptions routing =
                loaded == null ? settings.routing() : loaded.settings().routing();
        ProxyLocation location =
                loaded == null ? source.location() : new ProxyLocation.Managed(routing.serviceCluster());
        this.assembler = new ConfigAssembler(source.addresses(), location, routing);
        this.publisher = Publisher.start(
                this::publish,
                input -> assembler.assemble(input),
                this::watch,
                routing.tenancy(),
                OwnerMemory.of(routing.tenancy(), settings.stateDirectory()),
                Publisher.DEFAULT_WINDOW);
        link.onServed(id -> publisher.lag().onServed(id, Instant.now()));
        this.certificates = CertificateWatcher.start(store, publisher::onCertificates);
        this.traffic.start();
        if (file != null && loaded != null && source instanceof DockerProvider docker) {
            ManagedProxies managed = new ManagedProxies(
                    loaded,
                    settings,
                    file,
                    docker.gateway(),
                    options -> reroute(new ConfigAssembler(docker.addresses(), location, options)),
                    new ManagedProxies.Errors(publisher::onFileErrors, publisher::onSourceErrors));
            this.proxies = managed;
            this.admin = AdminServer.start(settings.admin(), sources(build, Optional.of(managed.reconciler())));
            this.stopProvider = docker.start(publisher, managed::onState);
        } else {
            this.proxies = null;
            this.admin = AdminServer.start(settings.admin(), sources(build, Optional.empty()));
            this.stopProvider = source.start(publisher);
        }
    }

    private void reroute(ConfigAssembler next) {
        assembler = next;
        publisher.reassemble();
    }

    static ControlProcess start(ControlSettings settings, String name, BuildInfo build, Provider source) {
        CertificateStore store = new CertificateStore(settings.tls().certDirectory(), InstantSource.system());
        ControlLink link = ControlLink.start(
                settings.listen(),
                name,
                LinkFiles.authority(settings.authorityFile()),
                LinkFiles.token(settings.tokenFile()),
                store,
                InstantSource.system());
        try {
            return new ControlProcess(link, store, settings, build, source);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    ControlLink link() {
        return link;
    }

    AdminServer admin() {
        return admin;
    }

    void close() {
        stopping = true;
        stopProvider.run();
        if (proxies != null) {
            proxies.close();
        }
        certificates.close();
        publisher.close();
        link.close();
        traffic.close();
        admin.close();
    }

    private void watch(List<CheckTarget> targets) {
        boolean changed = !targets.equals(checks);
        checks = targets;
        if (changed && published != null) {
            offer(new RemoteConfig(published, targets));
        }
    }

    private Publication publish(ProxyConfig config) {
        Publication publication = rehearsal.publish(config);
        offer(new RemoteConfig(config, checks));
        published = config;
        return publication;
    }

    private void offer(RemoteConfig config) {
        publisher.lag().onOffered(link.publish(config));
    }

    private Readiness readiness() {
        if (stopping) {
            return new Readiness(false, "this control plane is being stopped");
        }
        PublisherView view = publisher.view();
        if (!view.published()) {
            return new Readiness(
                    false, "no snapshot is published yet: " + view.source().detail());
        }
        return new Readiness(true, "ready: generation " + view.generation() + " is offered to proxies");
    }

    private AdminSources sources(BuildInfo build, Optional<Layer7Switch> layer7) {
        return new AdminSources(
                this::readiness,
                publisher::view,
                () -> HealthReport.NONE,
                traffic,
                rehearsal::explain,
                build,
                new AdminSources.Listening(List.of(), List.of(), "none", 0, List.of()),
                link::proxies,
                publisher.lag(),
                layer7);
    }
}
