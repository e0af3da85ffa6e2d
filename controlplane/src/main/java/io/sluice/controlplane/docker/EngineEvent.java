package io.sluice.controlplane.docker;

/// Something happened to an object of the swarm.
///
/// @param type `service`, `node`, `network`, `secret`, `config`
/// @param action `create`, `update`, `remove`
/// @param id of the object
public record EngineEvent(String type, String action, String id) {}
