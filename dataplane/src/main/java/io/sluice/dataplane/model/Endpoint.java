package io.sluice.dataplane.model;

import java.net.InetSocketAddress;
import java.time.Instant;

/// One address that serves a cluster.
///
/// @param name of the place that it fills, not of the process: the task's slot (`web.2`) or `vip`
/// @param address resolved: the data plane looks up no names
/// @param weight its share among the cluster's endpoints, 1 to [#MAX_WEIGHT]
/// @param since when it began to serve, for [Cluster#slowStart()]; [Instant#EPOCH]: long ago
/// @param healthy what active checks say; an unhealthy endpoint gets requests only while more than half are
public record Endpoint(String name, InetSocketAddress address, int weight, Instant since, boolean healthy) {

    public static final int MAX_WEIGHT = 1_000_000;

    public Endpoint {
        if (address.isUnresolved() || address.getPort() == 0) {
            throw new IllegalArgumentException("endpoint " + name + " needs a resolved address and a port: " + address);
        }
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "endpoint " + name + " needs a weight of 1 to " + MAX_WEIGHT + ": " + weight);
        }
    }

    /// One of equals.
    public Endpoint(String name, InetSocketAddress address) {
        this(name, address, 1, Instant.EPOCH, true);
    }

    /// `10.0.1.5:8080` or `[fd00::5]:8080`.
    public String hostAndPort() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
