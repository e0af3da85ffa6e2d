package io.sluice.controlplane.link;

/// What a proxy says of itself.
///
/// @param name small letters, digits, '.', '_' and '-', at most 63
/// @param transport of its data plane
public record ProxyFacts(String name, String build, String transport, int loops) {}
