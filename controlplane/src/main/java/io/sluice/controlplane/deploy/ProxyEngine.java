package io.sluice.controlplane.deploy;

import io.sluice.controlplane.docker.EngineChange;
import io.sluice.controlplane.docker.WriteResult;
import io.sluice.controlplane.swarm.SwarmState;

/// The engine, as far as proxies are concerned. What goes wrong is a
/// [io.sluice.controlplane.docker.DockerException].
interface ProxyEngine {

    /// @param state to find this control plane in
    Observation observe(SwarmState state, String cluster) throws InterruptedException;

    WriteResult write(EngineChange change) throws InterruptedException;
}
