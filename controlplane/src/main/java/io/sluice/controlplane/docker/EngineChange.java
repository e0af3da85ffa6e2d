package io.sluice.controlplane.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A change of the swarm. Those of what exists name the version that they were made from: when it is not the latest any
/// more, nothing happens, and the answer is [WriteResult.Conflict].
public sealed interface EngineChange {

    /// @param spec `ServiceSpec` of the Engine API
    record CreateService(ObjectNode spec) implements EngineChange {}

    /// @param version `Version.Index`
    record UpdateService(String id, long version, ObjectNode spec) implements EngineChange {}

    record RemoveService(String id) implements EngineChange {}

    /// @param spec `ConfigSpec` of the Engine API
    record CreateConfig(ObjectNode spec) implements EngineChange {}

    /// Only labels may differ.
    record UpdateConfig(String id, long version, ObjectNode spec) implements EngineChange {}
}
