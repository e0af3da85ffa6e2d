package io.sluice.perf.task;

import java.io.IOException;

import io.sluice.perf.wire.Wire;

/// What a task does with each request; called by many threads.
@FunctionalInterface
public interface TaskHandler {

    /// @param head read already; the body is not
    /// @return whether the connection goes on
    boolean answer(Wire wire, Wire.Head head) throws IOException;

    /// A connection ended in the middle of something; by default that is nothing to the task.
    default void broken(IOException cause) {}
}
