package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.jspecify.annotations.Nullable;

/// What the flags of `run` and `demo` say.
///
/// @param drain how long requests under way may take after a stop signal
/// @param statePath where what must survive a restart is kept; null: nowhere
public record ProxySettings(
        List<ListenAddress> http,
        InetSocketAddress admin,
        TransportChoice transport,
        int loops,
        List<Cidr> trustedProxies,
        boolean infoHeaders,
        HeadOptions heads,
        ClientLimits perClient,
        Duration drain,
        StickyKey stickyKey,
        RoutingOptions routing,
        TlsSettings tls,
        DownstreamTimeouts clientTimeouts,
        HeaderBuffers headerBuffers,
        @Nullable Path statePath) {

    public ProxySettings {
        http = List.copyOf(http);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// With a random sticky key and the default routing.
    public ProxySettings(
            List<ListenAddress> http,
            InetSocketAddress admin,
            TransportChoice transport,
            int loops,
            List<Cidr> trustedProxies,
            boolean infoHeaders,
            HeadOptions heads,
            ClientLimits perClient,
            Duration drain) {
        this(
                http,
                admin,
                transport,
                loops,
                trustedProxies,
                infoHeaders,
                heads,
                perClient,
                drain,
                StickyKey.NONE,
                RoutingOptions.DEFAULT,
                TlsSettings.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                HeaderBuffers.DEFAULT,
                null);
    }

    /// Empty: nothing survives a restart.
    public Optional<Path> stateDirectory() {
        return Optional.ofNullable(statePath);
    }

    public ProxySettings withRouting(RoutingOptions other) {
        return new ProxySettings(
                http,
                admin,
                transport,
                loops,
                trustedProxies,
                infoHeaders,
                heads,
                perClient,
                drain,
                stickyKey,
                other,
                tls,
                clientTimeouts,
                headerBuffers,
                statePath);
    }

    /// Redirects to TLS go to the port of the first TLS listener, unless another public port is said. Where nothing
    /// publishes the ports, they are public as they are.
    public ProxySettings withTlsWhereItListens() {
        int port = tls.https().isEmpty() ? 0 : tls.https().getFirst().address().getPort();
        boolean isSaid = routing.httpsPort() != RoutingOptions.HTTPS_PORT;
        return port == 0 || isSaid ? this : withRouting(routing.withHttpsPort(port));
    }

    /// Flags whose value differs in the other settings and holds until the process ends.
    public List<String> fixedDifferences(ProxySettings other) {
        List<String> names = new ArrayList<>();
        note(names, "http", http, other.http);
        note(names, "admin", admin, other.admin);
        note(names, "transport", transport, other.transport);
        note(names, "loops", loops, other.loops);
        note(names, "trusted-proxy", trustedProxies, other.trustedProxies);
        note(names, "hide-info-headers", infoHeaders, other.infoHeaders);
        note(names, "underscores-in-headers, via", heads, other.heads);
        note(names, "connections-per-client, new-connections-per-client", perClient, other.perClient);
        note(names, "drain", drain, other.drain);
        if (!Arrays.equals(stickyKey.bytes(), other.stickyKey.bytes())) {
            names.add("sticky-key-file");
        }
        note(names, "tenancy", routing.tenancy(), other.routing.tenancy());
        note(names, "https", tls.https(), other.tls.https());
        note(names, "cert-dir", tls.certDirectory(), other.tls.certDirectory());
        if (!Arrays.equals(tls.ticketSecret().bytes(), other.tls.ticketSecret().bytes())) {
            names.add("ticket-key-file");
        }
        note(names, "head-timeout, body-timeout, keepalive-timeout", clientTimeouts, other.clientTimeouts);
        note(names, "header-buffers", headerBuffers, other.headerBuffers);
        note(names, "state-dir", stateDirectory(), other.stateDirectory());
        return names;
    }

    private static void note(List<String> names, String name, Object mine, Object others) {
        if (!mine.equals(others)) {
            names.add(name);
        }
    }
}
