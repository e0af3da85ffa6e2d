package io.sluice.dataplane.snapshot;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.ProxyConfig;
import org.jspecify.annotations.Nullable;

/// Compiled routing of one generation: immutable, shared by all loops. Routes, clusters and endpoints have small
/// numbers that stay the same as long as they do; loops keep what they know of them in arrays.
public final class Snapshot {

    private final long generation;
    private final ProxyConfig config;
    private final Numbers numbers;
    private final HostTable<PathTable> hosts;
    private final PathTable defaults;
    private final HostTable<CompiledTls> tlsHosts;
    private final CompiledTls defaultTls;
    private final CompiledRoute[] routes;
    private final int clusterCount;
    private final int endpointCount;

    /// @param plain of requests without TLS
    /// @param tls of TLS connections
    /// @param routes by number
    Snapshot(
            long generation,
            ProxyConfig config,
            Numbers numbers,
            Table<PathTable> plain,
            Table<CompiledTls> tls,
            CompiledRoute[] routes) {
        this.generation = generation;
        this.config = config;
        this.numbers = numbers;
        hosts = plain.hosts();
        defaults = plain.otherwise();
        tlsHosts = tls.hosts();
        defaultTls = tls.otherwise();
        this.routes = routes;
        clusterCount = config.clusters().size();
        endpointCount =
                config.clusters().stream().mapToInt(c -> c.endpoints().size()).sum();
    }

    public long generation() {
        return generation;
    }

    /// What it was compiled from.
    public ProxyConfig config() {
        return config;
    }

    Numbers numbers() {
        return numbers;
    }

    HostTable<PathTable> hosts() {
        return hosts;
    }

    /// Serves hosts that are not in the table.
    PathTable defaults() {
        return defaults;
    }

    HostTable<CompiledTls> tlsHosts() {
        return tlsHosts;
    }

    /// Of hosts that are not in the table.
    CompiledTls defaultTls() {
        return defaultTls;
    }

    /// What becomes of a TLS connection for the server name `[from, to)`, which may be empty; null: it is refused.
    public @Nullable CompiledTls tls(byte[] bytes, int from, int to) {
        CompiledTls found = from == to ? defaultTls : tlsHosts.find(bytes, from, to, defaultTls);
        return found == CompiledTls.NONE ? null : found;
    }

    /// Of all certificates that TLS connections may be given.
    public Set<String> identities() {
        Set<String> identities = new HashSet<>();
        config.virtualHosts().forEach(host -> addIdentity(host.tls(), identities));
        addIdentity(config.defaultTls(), identities);
        return identities;
    }

    private static void addIdentity(@Nullable HostTls tls, Set<String> identities) {
        if (tls instanceof HostTls.Terminate terminate) {
            identities.add(terminate.identity());
        }
    }

    CompiledRoute route(int number) {
        return routes[number];
    }

    /// Sizes of tables that are indexed by number.
    public int routeSlots() {
        return numbers.routes.slots();
    }

    public int clusterSlots() {
        return numbers.clusters.slots();
    }

    public int endpointSlots() {
        return numbers.endpoints.slots();
    }

    /// Numbers that meant something else, or nothing any more, in the previous generation.
    public int[] releasedRoutes() {
        return numbers.routes.released();
    }

    public int[] releasedClusters() {
        return numbers.clusters.released();
    }

    public int[] releasedEndpoints() {
        return numbers.endpoints.released();
    }

    public int routeCount() {
        return config.virtualHosts().stream().mapToInt(v -> v.routes().size()).sum()
                + config.defaultRoutes().size();
    }

    public int clusterCount() {
        return clusterCount;
    }

    public int endpointCount() {
        return endpointCount;
    }

    /// @param routes by name
    /// @param clusters by name
    record Numbers(StableNumbers<String> routes, StableNumbers<String> clusters, StableNumbers<EndpointKey> endpoints) {

        static final Numbers NONE = new Numbers(StableNumbers.none(), StableNumbers.none(), StableNumbers.none());
    }

    /// @param otherwise of hosts that are not in the table
    record Table<T>(HostTable<T> hosts, T otherwise) {}

    record EndpointKey(String cluster, InetSocketAddress address) {}
}
