package io.sluice.controlplane.swarm;

import java.net.InetAddress;
import java.util.Optional;

import io.sluice.controlplane.docker.EngineObject;

/// Nodes from the engine's JSON.
final class NodeReader {
    private NodeReader() {}

    static Node read(EngineObject object) {
        return new Node(
                object.text("ID"),
                object.text("Description.Hostname", ""),
                address(object),
                object.text("Status.State", "").equals("ready"),
                object.textMap("Spec.Labels"));
    }

    /// Some managers say `0.0.0.0` or a loopback address of themselves; their raft address is right.
    private static Optional<InetAddress> address(EngineObject object) {
        return usable(object, "Status.Addr", object.text("Status.Addr", ""))
                .or(() -> usable(object, "ManagerStatus.Addr", withoutPort(object.text("ManagerStatus.Addr", ""))));
    }

    private static Optional<InetAddress> usable(EngineObject object, String path, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        InetAddress address = EngineValues.address(object, path, text);
        return address.isAnyLocalAddress() || address.isLoopbackAddress() ? Optional.empty() : Optional.of(address);
    }

    private static String withoutPort(String hostAndPort) {
        int port = hostAndPort.lastIndexOf(':');
        String host = port < 0 ? hostAndPort : hostAndPort.substring(0, port);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
