package io.sluice.controlplane;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.passwords.BcryptVerifier;
import io.sluice.dataplane.DataPlaneConfig;
import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.TlsListening;
import io.sluice.dataplane.model.TlsOptions;

/// From flags to what the data plane is started with.
final class DataPlaneSettings {

    /// For listeners, libraries, logs and the admin side.
    private static final int RESERVED_FILES = 512;

    private static final int MIN_CONNECTIONS = 16;

    private DataPlaneSettings() {}

    static DataPlaneConfig of(ProxySettings settings, BuildInfo build, IdentitySource identities) {
        return new DataPlaneConfig(
                settings.http(),
                settings.transport(),
                settings.loops(),
                settings.headerBuffers()
                        .applyTo(Limits.DEFAULT.withConnections(
                                connectionsPerLoop(openFiles(), settings.loops()), settings.perClient())),
                settings.clientTimeouts(),
                settings.trustedProxies(),
                settings.heads(),
                settings.infoHeaders(),
                hostName(),
                build.product(),
                settings.stickyKey().bytes(),
                new BcryptVerifier(),
                new TlsListening(settings.tls().https(), TlsOptions.DEFAULT, identities));
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /// So many that the process never runs out of file descriptors: a client's connection may need one to an endpoint.
    static int connectionsPerLoop(long openFiles, int loops) {
        long all = (openFiles - RESERVED_FILES) / 2;
        return Math.clamp(all / loops, MIN_CONNECTIONS, Limits.DEFAULT.connectionsPerLoop());
    }

    /// Reduced to what a header field may hold.
    static String hostName() {
        try {
            return InetAddress.getLocalHost()
                    .getHostName()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "sluice";
        }
    }
}
