package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.TransportChoice;

/// What the flags of `run` and `demo` say.
///
/// @param drain how long requests under way may take after a stop signal
public record ProxySettings(
        List<InetSocketAddress> http,
        InetSocketAddress admin,
        TransportChoice transport,
        int loops,
        List<Cidr> trustedProxies,
        boolean infoHeaders,
        Duration drain,
        RoutingOptions routing) {

    public ProxySettings {
        http = List.copyOf(http);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// With the default routing.
    public ProxySettings(
            List<InetSocketAddress> http,
            InetSocketAddress admin,
            TransportChoice transport,
            int loops,
            List<Cidr> trustedProxies,
            boolean infoHeaders,
            Duration drain) {
        this(http, admin, transport, loops, trustedProxies, infoHeaders, drain, RoutingOptions.DEFAULT);
    }
}
