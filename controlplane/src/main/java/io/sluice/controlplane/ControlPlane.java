package io.sluice.controlplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.sluice.controlplane.admin.AdminServer;
import io.sluice.controlplane.admin.AdminSources;
import io.sluice.controlplane.admin.Readiness;
import io.sluice.controlplane.admin.TrafficHistory;
import io.sluice.controlplane.assemble.ConfigAssembler;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.CertificateStore;
import io.sluice.controlplane.certs.CertificateWatcher;
import io.sluice.controlplane.certs.TicketKeys;
import io.sluice.controlplane.certs.TicketRotation;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.health.HealthChecker;
import io.sluice.controlplane.publish.OwnerMemory;
import io.sluice.controlplane.publish.Publisher;
import io.sluice.controlplane.swarm.SourceStatus;
import io.sluice.dataplane.DataPlane;
import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.ProxyConfig;

/// Everything of one process, built in order: data plane, health checks, publisher,
/// certificates, admin listener, provider.
final class ControlPlane {

    private final DataPlane dataPlane;
    private final int httpCount;
    private final TrafficHistory traffic;
    private final HealthChecker health;
    private final Publisher publisher;
    private final CertificateWatcher certificates;
    private final TicketRotation tickets;
    private final AdminServer admin;
    private final Runnable stopProvider;
    private final CountDownLatch firstPublication = new CountDownLatch(1);
    private final Provider source;
    private volatile ConfigAssembler assembler; // whoever reroutes writes, the publisher reads
    private volatile boolean draining;

    private ControlPlane(
            DataPlane dataPlane, CertificateStore store, ProxySettings settings, BuildInfo build, Provider source) {
        this.dataPlane = dataPlane;
        this.httpCount = settings.http().size();
        this.traffic = new TrafficHistory(dataPlane::cut, InstantSource.system());
        this.health = HealthChecker.overHttp();
        this.source = source;
        this.assembler = new ConfigAssembler(source.addresses(), source.location(), settings.routing());
        this.publisher = Publisher.start(
                this::publish,
                input -> assembler.assemble(input),
                health::watch,
                settings.routing().tenancy(),
                OwnerMemory.of(settings.routing().tenancy(), settings.stateDirectory()),
                Publisher.DEFAULT_WINDOW);
        this.health.start(publisher::onHealth);
        this.certificates = CertificateWatcher.start(store, publisher::onCertificates);
        this.tickets = TicketRotation.start(
                new TicketKeys(settings.tls().ticketSecret().bytes()), InstantSource.system(), dataPlane::ticketKeys);
        this.admin = AdminServer.start(settings.admin(), sources(settings, build));
        this.traffic.start();
        this.stopProvider = source.start(publisher);
    }

    /// @throws io.sluice.dataplane.DataPlaneException when the data plane cannot start
    /// @throws io.sluice.controlplane.admin.AdminException when the admin listener cannot be bound
    static ControlPlane start(ProxySettings settings, BuildInfo build, Provider source) {
        CertificateStore store = new CertificateStore(settings.tls().certDirectory(), InstantSource.system());
        DataPlane dataPlane = DataPlane.start(DataPlaneSettings.of(settings, build, store));
        try {
            return new ControlPlane(dataPlane, store, settings, build, source);
        } catch (RuntimeException e) {
            dataPlane.close();
            throw e;
        }
    }

    /// Of plain connections.
    List<InetSocketAddress> http() {
        return dataPlane.addresses().subList(0, httpCount);
    }

    /// Of TLS connections.
    List<InetSocketAddress> https() {
        return dataPlane.addresses().subList(httpCount, dataPlane.addresses().size());
    }

    DataPlane dataPlane() {
        return dataPlane;
    }

    AdminServer admin() {
        return admin;
    }

    /// Applies other options of routing to what is known.
    void reroute(RoutingOptions options) {
        assembler = new ConfigAssembler(source.addresses(), source.location(), options);
        publisher.reassemble();
    }

    /// What the operator's file has wrong.
    void onFileErrors(List<ConfigError> errors) {
        publisher.onFileErrors(errors);
    }

    /// Returns when the first snapshot is in every loop.
    void awaitReady() throws InterruptedException {
        firstPublication.await();
    }

    Readiness readiness() {
        if (draining) {
            return new Readiness(false, "draining: this proxy is being stopped");
        }
        if (firstPublication.getCount() > 0) {
            return new Readiness(false, "no snapshot is published yet: " + waitingFor());
        }
        return new Readiness(true, "ready: generation " + publisher.view().generation() + " is in every loop");
    }

    /// Fails readiness, lets requests under way end, then closes.
    ///
    /// @return true when nothing had to be cut off
    boolean drain(Duration grace) {
        draining = true;
        stopProvider.run();
        health.close();
        certificates.close();
        tickets.close();
        publisher.close();
        traffic.close();
        boolean complete = dataPlane.drain(grace);
        admin.close();
        return complete;
    }

    private Publication publish(ProxyConfig config) {
        Publication publication = dataPlane.publish(config);
        firstPublication.countDown();
        return publication;
    }

    private String waitingFor() {
        SourceStatus status = publisher.view().source();
        return status.fresh() ? status.source() + " was read" : status.source() + ": " + status.detail();
    }

    private AdminSources sources(ProxySettings settings, BuildInfo build) {
        return new AdminSources(
                this::readiness,
                publisher::view,
                health::report,
                traffic,
                dataPlane::explain,
                build,
                new AdminSources.Listening(
                        http(), https(), dataPlane.transport(), settings.loops(), settings.trustedProxies()),
                List::of,
                publisher.lag(),
                Optional.empty());
    }
}
