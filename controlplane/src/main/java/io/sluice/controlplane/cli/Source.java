package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where services are described.
public sealed interface Source {

    /// @param host of the Engine API: `unix:///…`, `tcp://host:port`; empty: `DOCKER_HOST`, or the local socket
    /// @param resync the longest time between two full readings
    record Docker(Optional<String> host, Duration resync) implements Source {

        public static final Duration DEFAULT_RESYNC = Duration.ofSeconds(30);

        public Docker(Optional<String> host) {
            this(host, DEFAULT_RESYNC);
        }
    }

    record Compose(Path file) implements Source {}
}
