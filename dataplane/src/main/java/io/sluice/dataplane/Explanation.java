package io.sluice.dataplane;

import java.util.List;
import java.util.Optional;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Route;

/// How the router decides for one request, without sending it.
///
/// @param generation of the snapshot that decided
/// @param host as compared: lower-case, without port
/// @param path as compared: normalized
/// @param virtualHost the host or pattern that matched; empty: the default routes decided, or nothing
/// @param cluster that the request is forwarded to
/// @param sentTarget path and query as the endpoint sees them; empty when no endpoint does
/// @param redirect status and Location of a GET, when the route redirects it
/// @param refusal why the request is answered by the proxy itself, with the status; empty when it is forwarded or
///     redirected
/// @param nearest for a miss: the known hosts closest to the one asked for, closest first
public record Explanation(
        long generation,
        String host,
        String path,
        Optional<String> virtualHost,
        Optional<Route> route,
        Optional<Cluster> cluster,
        Optional<String> sentTarget,
        Optional<String> redirect,
        Optional<String> refusal,
        List<String> nearest) {}
