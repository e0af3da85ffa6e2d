package io.sluice.dataplane;

import java.util.List;
import java.util.stream.Stream;

import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.PasswordVerifier;
import io.sluice.dataplane.model.TlsListening;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.snapshot.CookieKey;

/// What stays fixed while a data plane lives; everything else is published.
///
/// @param http at least one
/// @param loopCount event loops, 1 to 1024; one per core that the proxy may use
/// @param trustedProxies peers whose X-Forwarded-* fields, X-Request-Id and PROXY headers are believed; all others' are
///     replaced
/// @param heads what passes in all heads
/// @param infoHeaders whether responses carry `x-request-id`, `x-proxy-id`, `x-server-info`, `x-upstream-*`
/// @param proxyId names this proxy in `x-proxy-id` and `Proxy-Status`: the host name, usually
/// @param serverInfo the value of `x-server-info`: `sluice/0.1.0 (1a2b3c4d) linux/amd64`
/// @param stickyKey makes the cookies that bind clients to endpoints, shared by all replicas; empty: a random
///     one
/// @param passwords compares them for routes that ask for one, not on a loop
/// @param tls where clients connect with TLS
@SuppressWarnings("ArrayRecordComponent") // a secret, never compared
public record DataPlaneConfig(
        List<ListenAddress> http,
        TransportChoice transport,
        int loopCount,
        Limits limits,
        DownstreamTimeouts timeouts,
        List<Cidr> trustedProxies,
        HeadOptions heads,
        boolean infoHeaders,
        String proxyId,
        String serverInfo,
        byte[] stickyKey,
        PasswordVerifier passwords,
        TlsListening tls) {

    public static final int MIN_STICKY_KEY_BYTES = CookieKey.MIN_BYTES;
    private static final int MAX_LOOPS = 1024;

    public DataPlaneConfig {
        http = List.copyOf(http);
        trustedProxies = List.copyOf(trustedProxies);
        stickyKey = stickyKey.clone();
        if (http.isEmpty()) {
            throw new IllegalArgumentException("no listener");
        }
        boolean wantsProxyHeaders =
                Stream.concat(http.stream(), tls.addresses().stream()).anyMatch(ListenAddress::proxyProtocol);
        if (wantsProxyHeaders && trustedProxies.isEmpty()) {
            throw new IllegalArgumentException(
                    "a listener expects PROXY headers, but no network is trusted to send them");
        }
        if (loopCount < 1 || loopCount > MAX_LOOPS) {
            throw new IllegalArgumentException("loops must be 1 to " + MAX_LOOPS + ": " + loopCount);
        }
    }

    /// Without TLS, with the default for heads and a random key of sticky cookies. Routes that ask for a password are
    /// closed.
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
                HeadOptions.DEFAULT,
                infoHeaders,
                proxyId,
                serverInfo,
                new byte[0],
                PasswordVerifier.NONE,
                TlsListening.NONE);
    }

    /// The same with TLS.
    public DataPlaneConfig withTls(TlsListening listening) {
        return new DataPlaneConfig(
                http,
                transport,
                loopCount,
                limits,
                timeouts,
                trustedProxies,
                heads,
                infoHeaders,
                proxyId,
                serverInfo,
                stickyKey,
                passwords,
                listening);
    }

    /// Without the key: it belongs in no log.
    @Override
    public String toString() {
        return "DataPlaneConfig[http=" + http + ", transport=" + transport + ", loopCount=" + loopCount + "]";
    }
}
