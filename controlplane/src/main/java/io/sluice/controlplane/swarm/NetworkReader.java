package io.sluice.controlplane.swarm;

import io.sluice.controlplane.docker.EngineObject;

/// Networks from the engine's JSON.
final class NetworkReader {
    private static final String STACK = "com.docker.stack.namespace";

    private NetworkReader() {}

    static Network read(EngineObject object) {
        return new Network(
                object.text("Id"),
                object.text("Name"),
                object.flag("Ingress"),
                object.textMap("Labels").getOrDefault(STACK, ""));
    }
}
