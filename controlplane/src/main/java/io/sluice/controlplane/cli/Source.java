package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where services are described.
public sealed interface Source {

    /// @param host of the Engine API: `unix:///…`, `tcp://host:port`; empty: `DOCKER_HOST`, or the local socket
    record Docker(Optional<String> host) implements Source {}

    record Compose(Path file) implements Source {}
}
