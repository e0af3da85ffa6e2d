package io.sluice.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import io.sluice.controlplane.admin.AdminServer;
import io.sluice.controlplane.admin.AdminSources;
import io.sluice.controlplane.admin.Readiness;
import io.sluice.controlplane.admin.TrafficHistory;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.TicketKeys;
import io.sluice.controlplane.certs.TicketRotation;
import io.sluice.controlplane.cli.JoinSettings;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.health.HealthChecker;
import io.sluice.controlplane.identity.JoinToken;
import io.sluice.controlplane.link.KeyFile;
import io.sluice.controlplane.link.KeyRing;
import io.sluice.controlplane.link.ProxyFacts;
import io.sluice.controlplane.link.ProxyLink;
import io.sluice.controlplane.link.ProxyMemory;
import io.sluice.controlplane.link.SnapshotFile;
import io.sluice.dataplane.DataPlane;
import org.jspecify.annotations.Nullable;

/// Everything of one `sluice proxy`, built in order: data plane, health checks, admin listener, the link to control
/// planes. It needs no Docker, and checks the endpoints itself: it is on their networks.
final class ProxyProcess {

    private final DataPlane dataPlane;
    private final TrafficHistory traffic;
    private final HealthChecker health = HealthChecker.overHttp();
    private final RemoteSource source;
    private final TicketRotation tickets;
    private final AdminServer admin;
    private final @Nullable SnapshotFile file;
    private final ProxyLink link;
    private volatile boolean draining;

    private ProxyProcess(
            DataPlane dataPlane,
            KeyRing keys,
            JoinToken token,
            ProxySettings settings,
            JoinSettings join,
            BuildInfo build) {
        this.dataPlane = dataPlane;
        this.traffic = new TrafficHistory(dataPlane::cut, InstantSource.system());
        this.source = new RemoteSource(dataPlane::publish, health::watch, InstantSource.system());
        this.health.start(source::onHealth);
        this.tickets = TicketRotation.start(
                new TicketKeys(settings.tls().ticketSecret().bytes()), InstantSource.system(), dataPlane::ticketKeys);
        this.admin = AdminServer.start(settings.admin(), sources(settings, build));
        this.traffic.start();
        Path state = join.stateDirectory();
        this.file = state == null ? null : SnapshotFile.in(state);
        String name = join.name().isEmpty() ? DataPlaneSettings.hostName() : join.name();
        this.link = ProxyLink.start(
                new ControlAddresses(join.controlPlanes()),
                token,
                new ProxyFacts(name, build.product(), dataPlane.transport(), settings.loops()),
                source,
                new ProxyMemory(keys, file, state == null ? null : KeyFile.in(state, token)),
                InstantSource.system());
    }

    static ProxyProcess start(ProxySettings settings, JoinSettings join, BuildInfo build) {
        JoinToken token = LinkFiles.token(join.tokenFile());
        KeyRing keys = new KeyRing(!settings.tls().https().isEmpty());
        DataPlane dataPlane = DataPlane.start(DataPlaneSettings.of(settings, build, keys));
        try {
            return new ProxyProcess(dataPlane, keys, token, settings, join, build);
        } catch (RuntimeException e) {
            dataPlane.close();
            throw e;
        }
    }

    DataPlane dataPlane() {
        return dataPlane;
    }

    AdminServer admin() {
        return admin;
    }

    /// R-ADM-1: not while what is served may be of any age, and no control plane has said otherwise.
    Readiness readiness() {
        if (draining) {
            return new Readiness(false, "draining: this proxy is being stopped");
        }
        if (!source.view().published()) {
            return new Readiness(
                    false, "no snapshot yet: " + source.view().source().detail());
        }
        if (!source.isSynced()) {
            return new Readiness(false, "serving the snapshot from the disk: no control plane has answered yet");
        }
        return new Readiness(true, "ready: generation " + source.view().generation() + " is in every loop");
    }

    /// Fails readiness, lets requests under way end, then closes.
    ///
    /// @return true when nothing had to be cut off
    boolean drain(Duration grace) {
        draining = true;
        link.close();
        if (file != null) {
            file.close();
        }
        health.close();
        tickets.close();
        traffic.close();
        boolean complete = dataPlane.drain(grace);
        admin.close();
        return complete;
    }

    private AdminSources sources(ProxySettings settings, BuildInfo build) {
        return new AdminSources(
                this::readiness,
                source::view,
                health::report,
                traffic,
                dataPlane::explain,
                build,
                new AdminSources.Listening(
                        dataPlane.addresses().subList(0, settings.http().size()),
                        dataPlane
                                .addresses()
                                .subList(
                                        settings.http().size(),
                                        dataPlane.addresses().size()),
                        dataPlane.transport(),
                        settings.loops(),
                        settings.trustedProxies()));
    }
}
