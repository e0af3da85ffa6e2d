package io.sluice.controlplane.swarm;

import io.sluice.controlplane.docker.EngineEvent;

/// What the event stream tells the watcher's job.
sealed interface Signal {

    /// Whatever happened before was missed.
    record StreamOpened() implements Signal {}

    record Happened(EngineEvent event) implements Signal {}

    record StreamLost(String reason) implements Signal {}
}
