package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;

import io.sluice.controlplane.labels.HealthCheck;

/// One address that a service wants checked.
///
/// @param service its name, by which [HealthView] is asked
/// @param endpoint the name of the endpoint: `web.2`
/// @param proxyProtocol it expects a PROXY header before a request
public record CheckTarget(
        String service, String endpoint, InetSocketAddress address, HealthCheck check, boolean proxyProtocol) {}
