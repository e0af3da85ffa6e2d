package io.sluice.controlplane.swarm;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// One container of a service, as the scheduler sees it.
///
/// @param name `web.2` for slot 2, `web.<node id>` for a global service
/// @param slot 0 for global services
/// @param statusSince when the engine saw it enter its state
/// @param hostPorts ports opened on its node in host mode
public record Task(
        String id,
        String serviceId,
        String name,
        int slot,
        String nodeId,
        TaskState state,
        TaskState desiredState,
        Instant statusSince,
        List<Attachment> attachments,
        List<PublishedPort> hostPorts) {

    public Task {
        attachments = List.copyOf(attachments);
        hostPorts = List.copyOf(hostPorts);
    }

    /// Running and meant to run: the only tasks that get requests. When the desired state leaves running, the task has
    /// two seconds until its stop signal.
    public boolean isRoutable() {
        return state == TaskState.RUNNING && desiredState == TaskState.RUNNING;
    }

    /// An address of the task on one network.
    ///
    /// @param port given only where the source fixes it (`x-sluice.tasks`); else the `port` label decides
    public record Attachment(String networkId, InetAddress address, OptionalInt port) {}
}
