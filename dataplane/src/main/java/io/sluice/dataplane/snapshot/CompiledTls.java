package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.model.HostTls;
import org.jspecify.annotations.Nullable;

/// What becomes of TLS connections that name a host, with everything looked up.
public final class CompiledTls {

    /// Of hosts without TLS: nobody connects for them, and no request for them comes over TLS.
    static final CompiledTls NONE = new CompiledTls("", new HostTls.Passthrough(""), PathTable.EMPTY, null);

    private final String host;
    private final HostTls tls;
    private final PathTable paths; // of requests, where TLS ends here
    private final @Nullable CompiledCluster cluster; // where everything is passed on

    /// @param host the pattern that matched; empty: any other host
    CompiledTls(String host, HostTls tls, PathTable paths, @Nullable CompiledCluster cluster) {
        this.host = host;
        this.tls = tls;
        this.paths = paths;
        this.cluster = cluster;
    }

    public HostTls tls() {
        return tls;
    }

    PathTable paths() {
        return paths;
    }

    /// Of a host whose connections are passed on.
    public CompiledCluster cluster() {
        assert cluster != null;
        return cluster;
    }

    /// Whether a connection that was made for the other host, maybe of an older generation, may carry requests for
    /// this one: the client saw the same certificate, or made it for this very host, and was asked for its own in
    /// the same way. Else it must connect anew (RFC 9110, 15.5.20).
    boolean admits(CompiledTls connection) {
        if (connection == this) {
            return true;
        }
        return tls instanceof HostTls.Terminate mine
                && connection.tls instanceof HostTls.Terminate theirs
                && mine.clients().equals(theirs.clients())
                && (host.equals(connection.host) || mine.identity().equals(theirs.identity()));
    }
}
