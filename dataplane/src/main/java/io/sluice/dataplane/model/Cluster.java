package io.sluice.dataplane.model;

import java.time.Duration;
import java.util.List;

/// A set of endpoints that serve the same thing: the tasks of a service, or its VIP.
///
/// @param name unique in a [ProxyConfig] and stable over generations: the service's name
/// @param endpoints may be empty: the service exists and nothing serves it yet; no address twice
/// @param maxRequests in flight; more: 503 with Retry-After; [#UNLIMITED]: any. Each loop has an equal share,
///     rounded up
/// @param slowStart over which the share of a new endpoint grows to its weight; zero: at once. Hashes do not
///     look at it
/// @param protocol what is spoken to its endpoints
public record Cluster(
        String name,
        List<Endpoint> endpoints,
        LbPolicy policy,
        Affinity affinity,
        UpstreamTimeouts timeouts,
        RetryPolicy retries,
        OutlierPolicy outliers,
        int maxRequests,
        Duration slowStart,
        UpstreamProtocol protocol) {

    public static final int UNLIMITED = Integer.MAX_VALUE;

    public Cluster {
        endpoints = List.copyOf(endpoints);
        if (maxRequests < 1 || slowStart.isNegative()) {
            throw new IllegalArgumentException(
                    "maxRequests must be at least 1, slowStart not negative: " + maxRequests + ", " + slowStart);
        }
    }

    /// The same with other endpoints.
    public Cluster withEndpoints(List<Endpoint> others) {
        return new Cluster(
                name, others, policy, affinity, timeouts, retries, outliers, maxRequests, slowStart, protocol);
    }

    /// With the defaults of everything else.
    public Cluster(String name, List<Endpoint> endpoints, LbPolicy policy, UpstreamTimeouts timeouts) {
        this(
                name,
                endpoints,
                policy,
                new Affinity.None(),
                timeouts,
                RetryPolicy.DEFAULT,
                OutlierPolicy.DEFAULT,
                UNLIMITED,
                Duration.ZERO,
                UpstreamProtocol.PLAIN);
    }
}
