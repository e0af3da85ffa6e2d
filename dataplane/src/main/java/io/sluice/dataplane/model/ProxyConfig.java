package io.sluice.dataplane.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Everything that one publication routes: a pure value, the input of the snapshot compiler.
///
/// @param virtualHosts no host may appear twice
/// @param defaultRoutes serve hosts that no virtual host names; empty: such requests are answered 503
/// @param defaultTls of connections whose ClientHello names none of the hosts, or no host; null: they are refused
/// @param clusters names are unique; every [RouteAction.Forward] and [HostTls.Passthrough] names one of them
public record ProxyConfig(
        List<VirtualHost> virtualHosts,
        List<Route> defaultRoutes,
        @Nullable HostTls defaultTls,
        List<Cluster> clusters) {

    /// Routes nothing: what a proxy serves before the first discovery.
    public static final ProxyConfig EMPTY = new ProxyConfig(List.of(), List.of(), List.of());

    public ProxyConfig {
        virtualHosts = List.copyOf(virtualHosts);
        defaultRoutes = List.copyOf(defaultRoutes);
        clusters = List.copyOf(clusters);
    }

    /// Without TLS for unknown hosts.
    public ProxyConfig(List<VirtualHost> virtualHosts, List<Route> defaultRoutes, List<Cluster> clusters) {
        this(virtualHosts, defaultRoutes, null, clusters);
    }
}
