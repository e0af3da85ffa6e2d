package io.sluice.controlplane.deploy;

/// How proxies find and join this control plane.
///
/// @param port that they connect to
/// @param tokenFile name of the file in `/run/secrets`
public record LinkFacts(int port, String tokenFile) {}
