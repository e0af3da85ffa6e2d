package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

import io.sluice.controlplane.config.RoutingOptions;
import org.jspecify.annotations.Nullable;

/// What the flags of `control` say.
///
/// @param listen where proxies connect
/// @param authorityFile key and certificate of the authority
/// @param tokenFile what proxies join with
/// @param statePath where what must survive a restart is kept; null: nowhere
/// @param file of the operator, followed; null: none
public record ControlSettings(
        InetSocketAddress listen,
        InetSocketAddress admin,
        Path authorityFile,
        Path tokenFile,
        RoutingOptions routing,
        TlsSettings tls,
        @Nullable Path statePath,
        @Nullable ConfigFile file) {

    /// Without a file: proxies are others' to deploy.
    public ControlSettings(
            InetSocketAddress listen,
            InetSocketAddress admin,
            Path authorityFile,
            Path tokenFile,
            RoutingOptions routing,
            TlsSettings tls,
            @Nullable Path statePath) {
        this(listen, admin, authorityFile, tokenFile, routing, tls, statePath, null);
    }

    /// Empty: nothing survives a restart.
    public Optional<Path> stateDirectory() {
        return Optional.ofNullable(statePath);
    }
}
