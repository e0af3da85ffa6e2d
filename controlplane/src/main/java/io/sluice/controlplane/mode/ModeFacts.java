package io.sluice.controlplane.mode;

/// What is known of a service whose mode is to be chosen.
///
/// @param tasks that may get requests
/// @param churn tasks that came or went within [BackendModePolicy#CHURN_SPAN]
/// @param stale the source has not been read for [BackendModePolicy#STALE]
/// @param hasVirtualIp the service has one
/// @param sticky clients are bound to tasks, which no virtual address honours
public record ModeFacts(int tasks, int churn, boolean stale, boolean hasVirtualIp, boolean sticky) {}
