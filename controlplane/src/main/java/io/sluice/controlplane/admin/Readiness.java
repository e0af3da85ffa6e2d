package io.sluice.controlplane.admin;

/// Whether clients should be sent here.
///
/// @param reason one line for people, in both cases
public record Readiness(boolean ready, String reason) {}
