package io.sluice.controlplane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.dataplane.DataPlaneConfig;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;

/// From flags to what the data plane is started with.
final class DataPlaneSettings {

    private DataPlaneSettings() {}

    static DataPlaneConfig of(ProxySettings settings, BuildInfo build) {
        return new DataPlaneConfig(
                settings.http(),
                settings.transport(),
                settings.loops(),
                Limits.DEFAULT.withConnections(Limits.DEFAULT.connectionsPerLoop(), settings.connectionsPerClient()),
                DownstreamTimeouts.DEFAULT,
                settings.trustedProxies(),
                settings.heads(),
                settings.infoHeaders(),
                hostName(),
                build.product(),
                settings.stickyKey().bytes());
    }

    /// Reduced to what a header field may hold.
    private static String hostName() {
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
