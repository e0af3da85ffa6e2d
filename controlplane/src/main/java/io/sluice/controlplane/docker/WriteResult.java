package io.sluice.controlplane.docker;

/// What became of a change.
public sealed interface WriteResult {

    record Done() implements WriteResult {}

    /// Somebody else was faster: the object has another version, exists already, or is gone. Read anew and look again.
    record Conflict(String reason) implements WriteResult {}

    /// The engine will not do it, and would not at the next try.
    record Refused(String reason) implements WriteResult {}
}
