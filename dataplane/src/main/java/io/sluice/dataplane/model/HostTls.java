package io.sluice.dataplane.model;

import java.util.List;

/// What happens to TLS connections that name a host in their ClientHello (SNI, RFC 6066, 3).
public sealed interface HostTls {

    /// Ended here; requests in it take these routes.
    ///
    /// @param identity names the certificate and its key, which an [IdentitySource] has; another certificate has
    ///     another name, so that a config never changes its meaning
    /// @param clients whose certificates are asked for
    /// @param routes of requests that come over TLS, at least one; no two share a path prefix. Those that are also
    ///     [VirtualHost#routes()] are equal to them
    record Terminate(String identity, ClientCertificates clients, List<Route> routes) implements HostTls {

        public Terminate {
            routes = List.copyOf(routes);
            if (identity.isEmpty() || routes.isEmpty()) {
                throw new IllegalArgumentException("terminated TLS needs an identity and routes: '" + identity + "'");
            }
        }
    }

    /// Passed on as it is, to an endpoint of the cluster.
    record Passthrough(String cluster) implements HostTls {}
}
