package io.sluice.dataplane.snapshot;

import java.net.InetSocketAddress;

import io.sluice.dataplane.model.ProxyConfig;

/// Compiled routing of one generation: immutable, shared by all loops. Routes, clusters and endpoints have small
/// numbers that stay the same as long as they do; loops keep what they know of them in arrays.
public final class Snapshot {

    private final long generation;
    private final ProxyConfig config;
    private final Numbers numbers;
    private final HostTable hosts;
    private final PathTable defaults;
    private final CompiledRoute[] routes;
    private final int clusterCount;
    private final int endpointCount;

    /// @param routes by number
    Snapshot(
            long generation,
            ProxyConfig config,
            Numbers numbers,
            HostTable hosts,
            PathTable defaults,
            CompiledRoute[] routes) {
        this.generation = generation;
        this.config = config;
        this.numbers = numbers;
        this.hosts = hosts;
        this.defaults = defaults;
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

    HostTable hosts() {
        return hosts;
    }

    /// Serves hosts that are not in the table.
    PathTable defaults() {
        return defaults;
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

    record EndpointKey(String cluster, InetSocketAddress address) {}
}
