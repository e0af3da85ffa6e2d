package io.sluice.controlplane.swarm;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The services of proxies that a control plane keeps: known by their labels.
public final class ProxyServices {

    /// Its value is the service cluster; empty for the one without a name.
    public static final String CLUSTER_LABEL = "io.sluice.proxies";

    private ProxyServices() {}

    /// Ids of the networks that all running proxies of a service cluster are on; empty when there is no service of
    /// them yet. While an update attaches or detaches, those on which some are not do not count.
    public static Optional<Set<String>> networks(SwarmState state, String cluster) {
        List<Service> services = state.services().stream()
                .filter(service -> isOf(service, cluster))
                .toList();
        if (services.isEmpty()) {
            return Optional.empty();
        }
        Set<String> shared = new HashSet<>();
        services.forEach(service -> shared.addAll(service.networkIds()));
        Set<String> ids = services.stream().map(Service::id).collect(Collectors.toSet());
        state.tasks().stream()
                .filter(task -> ids.contains(task.serviceId()) && task.isRoutable())
                .forEach(task -> shared.retainAll(task.attachments().stream()
                        .map(Task.Attachment::networkId)
                        .collect(Collectors.toSet())));
        return Optional.of(shared);
    }

    private static boolean isOf(Service service, String cluster) {
        Service.Label label = service.labels().get(CLUSTER_LABEL);
        return label != null && label.value().equals(cluster);
    }
}
