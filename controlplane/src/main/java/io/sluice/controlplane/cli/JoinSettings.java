package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How a proxy finds its control planes.
///
/// @param controlPlanes `host:port`; a name may stand for any number of addresses
/// @param stateDirectory where the last good snapshot is kept; null: nowhere
/// @param name empty: the host's
public record JoinSettings(
        List<String> controlPlanes,
        Path tokenFile,
        @Nullable Path stateDirectory,
        String name) {

    public JoinSettings {
        controlPlanes = List.copyOf(controlPlanes);
    }
}
