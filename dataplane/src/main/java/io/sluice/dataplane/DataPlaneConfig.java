package io.sluice.dataplane;

import java.util.List;

import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.PasswordVerifier;
import io.sluice.dataplane.model.TransportChoice;

/// What stays fixed while a data plane lives; everything else is published.
///
/// @param http at least one
/// @param loopCount event loops, 1 to 1024; one per core that the proxy may use
/// @param trustedProxies peers whose X-Forwarded-* fields are believed and appended to; all others' are replaced
/// @param infoHeaders whether responses carry `x-request-id`, `x-proxy-id`, `x-server-info`, `x-upstream-*`
/// @param proxyId names this proxy in `x-proxy-id` and `Proxy-Status`: the host name, usually
/// @param serverInfo the value of `x-server-info`: `sluice/0.1.0 (1a2b3c4d) linux/amd64`
/// @param passwords compares them for routes that ask for one, not on a loop
public record DataPlaneConfig(
        List<ListenAddress> http,
        TransportChoice transport,
        int loopCount,
        Limits limits,
        DownstreamTimeouts timeouts,
        List<Cidr> trustedProxies,
        boolean infoHeaders,
        String proxyId,
        String serverInfo,
        PasswordVerifier passwords) {

    private static final int MAX_LOOPS = 1024;

    public DataPlaneConfig {
        http = List.copyOf(http);
        trustedProxies = List.copyOf(trustedProxies);
        if (http.isEmpty()) {
            throw new IllegalArgumentException("no listener");
        }
        if (loopCount < 1 || loopCount > MAX_LOOPS) {
            throw new IllegalArgumentException("loops must be 1 to " + MAX_LOOPS + ": " + loopCount);
        }
    }

    /// Routes that ask for a password are closed.
    public DataPlaneConfig(
            List<ListenAddress> http,
            TransportChoice transport,
            int loopCount,
            Limits limits,
            DownstreamTimeouts timeouts,
            List<Cidr> trustedProxies,
            boolean infoHeaders,
            String proxyId,
            String serverInfo) {
        this(
                http,
                transport,
                loopCount,
                limits,
                timeouts,
                trustedProxies,
                infoHeaders,
                proxyId,
                serverInfo,
                PasswordVerifier.NONE);
    }
}
