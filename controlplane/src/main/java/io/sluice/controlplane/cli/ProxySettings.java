package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;

/// What the flags of `run` and `demo` say.
///
/// @param connectionsPerClient of each loop; [Limits#UNLIMITED]: any
/// @param drain how long requests under way may take after a stop signal
public record ProxySettings(
        List<ListenAddress> http,
        InetSocketAddress admin,
        TransportChoice transport,
        int loops,
        List<Cidr> trustedProxies,
        boolean infoHeaders,
        HeadOptions heads,
        int connectionsPerClient,
        Duration drain,
        StickyKey stickyKey,
        RoutingOptions routing,
        TlsSettings tls) {

    public ProxySettings {
        http = List.copyOf(http);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// With a random sticky key and the default routing.
    public ProxySettings(
            List<ListenAddress> http,
            InetSocketAddress admin,
            TransportChoice transport,
            int loops,
            List<Cidr> trustedProxies,
            boolean infoHeaders,
            HeadOptions heads,
            int connectionsPerClient,
            Duration drain) {
        this(
                http,
                admin,
                transport,
                loops,
                trustedProxies,
                infoHeaders,
                heads,
                connectionsPerClient,
                drain,
                StickyKey.NONE,
                RoutingOptions.DEFAULT,
                TlsSettings.DEFAULT);
    }
}
