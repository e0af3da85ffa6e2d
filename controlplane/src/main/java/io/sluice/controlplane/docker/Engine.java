package io.sluice.controlplane.docker;

/// A swarm manager that answers.
///
/// @param version of the engine: `28.5.1`
/// @param apiVersion spoken with it
public record Engine(DockerHost host, String version, ApiVersion apiVersion) {

    /// For people: `docker unix:///var/run/docker.sock (API 1.44)`.
    public String source() {
        return "docker " + host + " (API " + apiVersion + ")";
    }
}
