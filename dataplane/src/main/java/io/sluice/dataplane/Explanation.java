package io.sluice.dataplane;

import java.util.List;
import java.util.Optional;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Route;

/// How the router decides for one request, without sending it.
///
/// @param generation of the snapshot that decided
/// @param host as compared: lower-case, without port
/// @param path as compared and forwarded: normalized
/// @param virtualHost the one that matched; empty: the default routes decided, or nothing
/// @param cluster of the route's action
/// @param refusal why the request is answered by the proxy itself, with the status; empty when it is forwarded
/// @param nearest for a miss: the known hosts closest to the one asked for, closest first
public record Explanation(
        long generation,
        String host,
        String path,
        Optional<String> virtualHost,
        Optional<Route> route,
        Optional<Cluster> cluster,
        Optional<String> refusal,
        List<String> nearest) {}
