package io.sluice.controlplane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.passwords.BcryptVerifier;
import io.sluice.dataplane.DataPlaneConfig;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;

/// From flags to what the data plane is started with.
final class DataPlaneSettings {

    private DataPlaneSettings() {}

    static DataPlaneConfig of(ProxySettings settings, BuildInfo build) {
        return new DataPlaneConfig(
                settings.http().stream().map(ListenAddress::new).toList(),
                settings.transport(),
                settings.loops(),
                Limits.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                settings.trustedProxies(),
                settings.infoHeaders(),
                hostName(),
                build.product(),
                new BcryptVerifier());
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
