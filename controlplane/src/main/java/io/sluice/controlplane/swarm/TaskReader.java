package io.sluice.controlplane.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sluice.controlplane.docker.EngineObject;

/// Tasks from the engine's JSON.
///
/// @param servicesById whose tasks are wanted
record TaskReader(Map<String, Service> servicesById) {
    private static final Map<String, TaskState> STATES = Stream.of(TaskState.values())
            .collect(Collectors.toUnmodifiableMap(state -> state.name().toLowerCase(Locale.ROOT), state -> state));

    static TaskReader of(List<Service> services) {
        return new TaskReader(services.stream().collect(Collectors.toUnmodifiableMap(Service::id, service -> service)));
    }

    /// Its service's name in `Task.name` is the id while the service is not known: see [#isKnown(Task)].
    Task read(EngineObject object) {
        String serviceId = object.text("ServiceID", "");
        int slot = object.number("Slot", 0);
        String nodeId = object.text("NodeID", "");
        return new Task(
                object.text("ID"),
                serviceId,
                serviceName(serviceId) + "." + (slot > 0 ? String.valueOf(slot) : nodeId),
                slot,
                nodeId,
                state(object.text("Status.State")),
                state(object.text("DesiredState")),
                object.time("Status.Timestamp"),
                attachments(object),
                EngineValues.ports(object, "Status.PortStatus.Ports").stream()
                        .filter(port -> port.mode() == PublishedPort.Mode.HOST)
                        .toList());
    }

    boolean isKnown(Task task) {
        return servicesById.containsKey(task.serviceId());
    }

    private String serviceName(String serviceId) {
        Service service = servicesById.get(serviceId);
        return service == null ? serviceId : service.name();
    }

    /// A state that a later engine may add gets no requests, and harms nothing else.
    private static TaskState state(String text) {
        return STATES.getOrDefault(text, TaskState.ORPHANED);
    }

    /// One address per network, the first: engines list the IPv4 address first.
    private static List<Task.Attachment> attachments(EngineObject object) {
        var attachments = new ArrayList<Task.Attachment>();
        for (EngineObject attachment : object.objects("NetworksAttachments")) {
            List<String> addresses = attachment.texts("Addresses");
            if (!addresses.isEmpty() && !attachment.flag("Network.Spec.Ingress")) {
                attachments.add(new Task.Attachment(
                        attachment.text("Network.ID"),
                        EngineValues.address(attachment, "Addresses", addresses.getFirst()),
                        OptionalInt.empty()));
            }
        }
        return attachments;
    }
}
