package io.sluice.controlplane.labels;

import java.util.List;

/// A service that decides which requests may pass (`forward_auth`).
///
/// @param service its name in the swarm, whole or without the stack's prefix
/// @param port that its tasks listen on
/// @param path starts with `/`
/// @param copiedFields of its answer, set on the request that passes
public record AuthService(String service, int port, String path, List<String> copiedFields) {

    public AuthService {
        copiedFields = List.copyOf(copiedFields);
    }
}
