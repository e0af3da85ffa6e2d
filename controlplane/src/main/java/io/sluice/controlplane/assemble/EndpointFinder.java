package io.sluice.controlplane.assemble;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Node;
import io.sluice.controlplane.swarm.PublishedPort;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.VirtualIp;
import io.sluice.dataplane.model.Endpoint;

/// Finds the addresses that serve one service.
final class EndpointFinder {

    private final Service service;
    private final LabelSet labels;
    private final SwarmIndex index;
    private final AddressPolicy policy;
    private final ServiceReport report;
    private final Map<InetSocketAddress, Endpoint> endpoints = new LinkedHashMap<>();
    /// One per task, for the one entry that all tasks with the same trouble share.
    private final List<String> withoutAddress = new ArrayList<>();

    EndpointFinder(Service service, LabelSet labels, SwarmIndex index, AddressPolicy policy, ServiceReport report) {
        this.service = service;
        this.labels = labels;
        this.index = index;
        this.policy = policy;
        this.report = report;
    }

    RoutedService over(Network network) {
        if (mode() == BackendMode.VIP) {
            addVirtualIp(network);
            return routed(network.name(), BackendMode.VIP);
        }
        for (Task task : index.routableTasks(service.id())) {
            addTask(task, network);
        }
        reportWithoutAddress("no usable address on network " + Printable.quoted(network.name()));
        return routed(network.name(), BackendMode.TASK);
    }

    RoutedService onNodes() {
        if (labels.mode() == BackendMode.VIP) {
            report.warning(
                    "vip-without-network",
                    LabelNames.BACKEND_MODE,
                    "a service on no overlay network has no VIP; its tasks are used",
                    "remove the label, or attach the service to an overlay network");
        }
        for (Task task : index.routableTasks(service.id())) {
            addHostPort(task);
        }
        reportWithoutAddress("no usable node address and host port");
        return routed("", BackendMode.TASK);
    }

    private BackendMode mode() {
        if (labels.mode() == BackendMode.VIP && service.endpointMode() == EndpointMode.DNSRR) {
            report.warning(
                    "vip-with-dnsrr",
                    LabelNames.BACKEND_MODE,
                    "endpoint_mode dnsrr gives the service no VIP; its tasks are used",
                    "remove the label, or deploy the service with endpoint_mode vip");
            return BackendMode.TASK;
        }
        return labels.mode();
    }

    private void addVirtualIp(Network network) {
        Optional<VirtualIp> virtualIp = service.virtualIps().stream()
                .filter(candidate -> candidate.networkId().equals(network.id()))
                .min(Comparator.comparing(candidate -> !(candidate.address() instanceof Inet4Address)));
        if (virtualIp.isEmpty()) {
            report.warning(
                    "vip-pending",
                    LabelNames.BACKEND_MODE,
                    "the service has no VIP on network " + Printable.quoted(network.name()) + " yet",
                    "the engine allocates it in a moment; in a Compose file, set x-sluice.vip");
            return;
        }
        add("vip", virtualIp.get().address(), virtualIp.get().port().orElse(labels.port()), Instant.EPOCH);
    }

    private void addTask(Task task, Network network) {
        Task.Attachment chosen = null;
        for (Task.Attachment attachment : task.attachments()) {
            if (attachment.networkId().equals(network.id())
                    && (chosen == null || rank(attachment.address()) < rank(chosen.address()))) {
                chosen = attachment;
            }
        }
        if (chosen == null) {
            withoutAddress.add(task.name());
            return;
        }
        add(task.name(), chosen.address(), chosen.port().orElse(labels.port()), task.statusSince());
    }

    /// A task has one endpoint even where it has an IPv4 and an IPv6 address; IPv4 is what overlays surely carry. An
    /// address that may not be used comes last, to be reported when there is no other.
    private int rank(InetAddress address) {
        int refused = policy.problem(address).isPresent() ? 2 : 0;
        return refused + (address instanceof Inet4Address ? 0 : 1);
    }

    private void addHostPort(Task task) {
        OptionalInt port = task.hostPorts().stream()
                .filter(candidate -> candidate.mode() == PublishedPort.Mode.HOST
                        && candidate.targetPort() == labels.port()
                        && candidate.publishedPort() > 0)
                .mapToInt(PublishedPort::publishedPort)
                .findFirst();
        Optional<InetAddress> address = index.node(task.nodeId()).flatMap(Node::address);
        if (port.isEmpty() || address.isEmpty()) {
            withoutAddress.add(task.name());
            return;
        }
        add(task.name(), address.get(), port.getAsInt(), task.statusSince());
    }

    private void add(String name, InetAddress address, int port, Instant since) {
        Optional<String> problem = policy.problem(address);
        if (problem.isPresent()) {
            report.error(
                    "refused-address",
                    "",
                    Printable.escaped(name) + " has " + address.getHostAddress() + ", " + problem.get()
                            + "; nothing is sent there",
                    "see which network or node gave that address");
            return;
        }
        InetSocketAddress socketAddress = new InetSocketAddress(address, port);
        Endpoint endpoint = new Endpoint(name, socketAddress, 1, since, true);
        Endpoint first = endpoints.putIfAbsent(socketAddress, endpoint);
        if (first != null) {
            report.warning(
                    "duplicate-address",
                    "",
                    Printable.escaped(name) + " has the address of " + Printable.escaped(first.name()) + ", "
                            + endpoint.hostAndPort() + "; it is used once",
                    "give each task an address of its own");
        }
    }

    private void reportWithoutAddress(String what) {
        if (withoutAddress.isEmpty()) {
            return;
        }
        String first = Printable.escaped(withoutAddress.getFirst());
        int others = withoutAddress.size() - 1;
        report.warning(
                "no-address",
                LabelNames.NETWORK,
                (others == 0 ? first : first + " and " + others + " more tasks") + ": " + what,
                "a task that has just started gets one in a moment");
    }

    private RoutedService routed(String network, BackendMode mode) {
        return new RoutedService(
                service,
                labels,
                report,
                network,
                mode,
                Optional.empty(),
                ServiceTls.NONE,
                List.copyOf(endpoints.values()));
    }
}
