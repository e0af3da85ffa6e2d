package io.sluice.dataplane.model;

/// TLS to endpoints.
///
/// @param verify whether the endpoint's certificate must be good: signed by the authorities, for the server name
/// @param authorities PEM; empty: those that the Java runtime trusts
/// @param serverName sent as SNI, and in the certificate; empty: none is sent, and the certificate may be for any name
public record UpstreamTls(boolean verify, String authorities, String serverName) {}
