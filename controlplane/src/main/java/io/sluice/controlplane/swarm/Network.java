package io.sluice.controlplane.swarm;

/// An overlay network, or a network of a Compose file.
///
/// @param ingress the routing mesh's own network, never used to reach tasks
/// @param stack the stack that made it (`com.docker.stack.namespace`); empty for none
public record Network(String id, String name, boolean ingress, String stack) {}
