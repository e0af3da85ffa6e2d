package io.sluice.controlplane.assemble;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.PublishedPort;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;

/// How the tasks of a service are reached.
sealed interface NetworkChoice {

    /// On their addresses on this network.
    record Over(Network network) implements NetworkChoice {}

    /// On their nodes' addresses, at the ports that the engine opened there.
    record OnNodes() implements NetworkChoice {}

    /// The report says why.
    record Refused() implements NetworkChoice {}

    static NetworkChoice of(Service service, LabelSet labels, SwarmIndex index, ServiceReport report) {
        String stack = Tenant.stack(service);
        List<Network> networks = service.networkIds().stream()
                .distinct()
                .map(index::network)
                .filter(network -> !network.ingress())
                .sorted(Chooser.preference(stack))
                .toList();
        if (!labels.network().isEmpty()) {
            return Chooser.named(labels.network(), stack, networks, index, report);
        }
        if (networks.isEmpty()) {
            return Chooser.onNodes(service, labels.port(), report);
        }
        List<Network> allowed = networks.stream().filter(index::isAllowed).toList();
        if (allowed.isEmpty()) {
            return Chooser.notAllowed(networks, report);
        }
        List<Network> shared = allowed.stream().filter(index::isReachable).toList();
        if (shared.isEmpty()) {
            return Chooser.notShared(allowed, index, report);
        }
        if (shared.size() > 1) {
            report.warning(
                    "ambiguous-network",
                    LabelNames.NETWORK,
                    "the service is on " + Chooser.names(shared) + " and no label says which to use; taking "
                            + Printable.quoted(shared.getFirst().name()),
                    "add " + Label.PREFIX + "network");
        }
        return new Over(shared.getFirst());
    }

    /// The rules behind [#of].
    final class Chooser {

        private Chooser() {}

        /// Networks of the service's own stack first, for those were made for it.
        private static Comparator<Network> preference(String stack) {
            return Comparator.comparing((Network network) ->
                            stack.isEmpty() || !network.stack().equals(stack))
                    .thenComparing(Network::name)
                    .thenComparing(Network::id);
        }

        private static NetworkChoice named(
                String label, String stack, List<Network> networks, SwarmIndex index, ServiceReport report) {
            Optional<Network> network = byName(label, networks)
                    .or(() -> stack.isEmpty() ? Optional.empty() : byName(stack + "_" + label, networks))
                    .or(() -> networks.stream()
                            .filter(candidate -> candidate.id().equals(label))
                            .findFirst());
            if (network.isPresent() && !index.isAllowed(network.get())) {
                return notAllowed(List.of(network.get()), report);
            }
            if (network.isPresent()) {
                return index.isReachable(network.get())
                        ? new Over(network.get())
                        : notShared(List.of(network.get()), index, report);
            }
            report.error(
                    "network-not-attached",
                    LabelNames.NETWORK,
                    index.hasNetworkNamed(label)
                            ? "the service cannot be reached over network " + Printable.quoted(label)
                                    + ", for it is not attached to it"
                            : "no network is named " + Printable.quoted(label),
                    networks.isEmpty()
                            ? "attach the service to an overlay network; the ingress network is never used"
                            : NearestName.hint(
                                    label,
                                    networks.stream().map(Network::name).toList(),
                                    "the service is on " + names(networks)));
            return new Refused();
        }

        private static NetworkChoice notAllowed(List<Network> networks, ServiceReport report) {
            report.error(
                    "network-not-allowed",
                    LabelNames.NETWORK,
                    "the service is on " + names(networks) + ", and the operator's config allows other networks only",
                    "attach the service to one of the Networks of the proxy's extension, or add this one to them");
            return new Refused();
        }

        private static NetworkChoice notShared(List<Network> networks, SwarmIndex index, ServiceReport report) {
            if (index.proxiesFollow()) {
                report.warning(
                        "network-waiting",
                        LabelNames.NETWORK,
                        "the service waits until all proxies are attached to " + names(networks)
                                + ", which replaces them one after the other",
                        "see docker service ps of the proxies; services on a network shared by all never wait");
                return new Refused();
            }
            report.error(
                    "network-not-shared",
                    LabelNames.NETWORK,
                    "the proxy is not on " + names(networks) + ", so it cannot reach the service's tasks",
                    "attach the proxy's service to that network (docker service update --network-add), or this service"
                            + " to a network that the proxy is on");
            return new Refused();
        }

        private static Optional<Network> byName(String name, List<Network> networks) {
            return networks.stream()
                    .filter(network -> network.name().equals(name))
                    .findFirst();
        }

        private static NetworkChoice onNodes(Service service, int port, ServiceReport report) {
            boolean published = service.ports().stream()
                    .anyMatch(
                            candidate -> candidate.mode() == PublishedPort.Mode.HOST && candidate.targetPort() == port);
            if (published) {
                return new OnNodes();
            }
            report.error(
                    "no-network",
                    LabelNames.NETWORK,
                    "the service is on no overlay network, and does not publish its port " + port + " in host mode",
                    "attach it to an overlay network that the proxy is on, or publish with mode=host,target=" + port);
            return new Refused();
        }

        private static String names(List<Network> networks) {
            return networks.stream()
                    .limit(10)
                    .map(network -> Printable.quoted(network.name()))
                    .collect(Collectors.joining(", "));
        }
    }
}
