package io.sluice.controlplane.compose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.compose.YamlReader.Entry;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;
import io.sluice.controlplane.swarm.VirtualIp;
import org.jspecify.annotations.Nullable;

/// One entry of `services`, as Swarm would show it: a service, and its tasks, all of them running.
record ComposeService(Service service, List<Task> tasks) {

    /// A file has no times, and equal files are to give equal states.
    private static final Instant NO_TIME = Instant.EPOCH;

    ComposeService {
        tasks = List.copyOf(tasks);
    }

    static ComposeService read(
            String name, Entry entry, ComposeNetworks networks, YamlReader reader, Findings allFindings) {
        Findings findings = allFindings.of(name);
        Map<String, Entry> keys = reader.map(entry.value(), "the service", findings);
        Entry deployEntry = keys.get("deploy");
        Map<String, Entry> deploy =
                deployEntry == null ? Map.of() : reader.map(deployEntry.value(), "deploy", findings);
        ServiceLabels labelReader = new ServiceLabels(reader, findings);
        Entry labelEntry = deploy.get("labels");
        Map<String, Label> labels = labelEntry == null ? Map.of() : labelReader.read(labelEntry.value());
        Entry containerLabels = keys.get("labels");
        if (containerLabels != null) {
            labelReader.warnOfContainerLabels(containerLabels.value());
        }
        List<String> networkIds = networks.of(keys.get("networks"), findings);
        TaskList tasks = TaskList.read(keys.get("x-sluice"), reader, findings);
        List<TaskAddress.Valid> running = running(tasks.tasks(), deploy, reader, findings);
        warnIfNowhere(entry, keys, labels, findings);

        EndpointMode mode = endpointMode(deploy.get("endpoint_mode"), reader, findings);
        List<VirtualIp> virtualIps = mode == EndpointMode.VIP ? virtualIps(tasks.vip(), networkIds) : List.of();
        Service service =
                new Service(name, name, 0, NO_TIME, labels, mode, networkIds, virtualIps, List.of(), UpdateState.NONE);
        return new ComposeService(service, tasks(name, running, networkIds));
    }

    private static void warnIfNowhere(
            Entry entry, Map<String, Entry> keys, Map<String, Label> labels, Findings findings) {
        boolean asks = labels.keySet().stream().anyMatch(Label::isOurs);
        if (asks && !keys.containsKey("x-sluice")) {
            findings.warning(
                    entry.key(),
                    "no-tasks",
                    "the service asks for traffic, but nothing says where its tasks listen",
                    "add x-sluice: {tasks: [\"127.0.0.1:9001\"]}");
        }
    }

    private static EndpointMode endpointMode(@Nullable Entry entry, YamlReader reader, Findings findings) {
        if (entry == null) {
            return EndpointMode.VIP;
        }
        String text = reader.text(entry.value(), "endpoint_mode", findings)
                .orElse("vip")
                .strip();
        return switch (text) {
            case "", "vip" -> EndpointMode.VIP;
            case "dnsrr" -> EndpointMode.DNSRR;
            default -> {
                findings.error(
                        entry.value(),
                        "bad-endpoint-mode",
                        "endpoint_mode " + Printable.quoted(text) + " does not exist",
                        NearestName.hint(text, List.of("vip", "dnsrr"), "write vip or dnsrr"));
                yield EndpointMode.VIP;
            }
        };
    }

    /// `replicas` of the tasks that have an address; all of them where the file does not say how many, or `mode` is
    /// `global`.
    private static List<TaskAddress.Valid> running(
            List<TaskAddress.Valid> tasks, Map<String, Entry> deploy, YamlReader reader, Findings findings) {
        Entry entry = deploy.get("replicas");
        if (entry == null || YamlReader.isNull(entry.value())) {
            return tasks;
        }
        OptionalInt replicas = reader.count(entry.value(), "replicas", findings);
        if (replicas.isEmpty()) {
            return tasks;
        }
        if (replicas.getAsInt() > tasks.size() && !tasks.isEmpty()) {
            findings.warning(
                    entry.value(),
                    "too-few-tasks",
                    "there are " + replicas.getAsInt() + " replicas, but x-sluice.tasks has " + tasks.size()
                            + " addresses",
                    "add addresses, or lower replicas");
        }
        return tasks.subList(0, Math.min(replicas.getAsInt(), tasks.size()));
    }

    private static List<VirtualIp> virtualIps(Optional<TaskAddress.Valid> vip, List<String> networkIds) {
        return vip.map(address -> networkIds.stream()
                        .map(id -> new VirtualIp(id, address.address(), OptionalInt.of(address.port())))
                        .toList())
                .orElse(List.of());
    }

    /// The address of a task is the same on each of its networks: the file gives but one.
    private static List<Task> tasks(String service, List<TaskAddress.Valid> addresses, List<String> networkIds) {
        List<Task> tasks = new ArrayList<>();
        for (TaskAddress.Valid address : addresses) {
            int slot = tasks.size() + 1;
            String name = service + "." + slot;
            List<Task.Attachment> attachments = networkIds.stream()
                    .map(id -> new Task.Attachment(id, address.address(), OptionalInt.of(address.port())))
                    .toList();
            tasks.add(new Task(
                    name,
                    service,
                    name,
                    slot,
                    "",
                    TaskState.RUNNING,
                    TaskState.RUNNING,
                    NO_TIME,
                    attachments,
                    List.of()));
        }
        return tasks;
    }
}
