package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import io.sluice.controlplane.config.RoutingOptions;

/// What the flags of `control` say.
///
/// @param listen where proxies connect
/// @param authorityFile key and certificate of the authority
/// @param tokenFile what proxies join with
public record ControlSettings(
        InetSocketAddress listen,
        InetSocketAddress admin,
        Path authorityFile,
        Path tokenFile,
        RoutingOptions routing,
        TlsSettings tls) {}
