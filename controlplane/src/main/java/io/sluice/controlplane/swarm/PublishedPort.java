package io.sluice.controlplane.swarm;

/// A port that the engine opens on nodes.
///
/// @param targetPort inside the container
/// @param publishedPort on the node; 0 while the engine has not chosen one
public record PublishedPort(int targetPort, int publishedPort, Mode mode) {

    public enum Mode {
        /// On every node, through the routing mesh.
        INGRESS,
        /// On the task's node only.
        HOST
    }
}
