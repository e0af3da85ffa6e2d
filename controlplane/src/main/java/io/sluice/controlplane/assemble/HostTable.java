package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;

/// Who serves which host. Services that name the same host share it: their endpoints make one cluster, so that each
/// gets the part of the requests that its number of endpoints gives it (Interlock's canary). The owner of a host, the
/// service that claimed it first, names the route, so that its statistics do not change when a canary comes and goes.
final class HostTable {

    /// More is a mistake or an attack; without a limit, services that each name all hosts would multiply endpoints.
    static final int MAX_SERVICES_PER_HOST = 16;

    private static final String ROOT = "/";
    private static final int MAX_NAMED_HOSTS = 3;

    private final Map<HostPattern, List<RoutedService>> byHost = new TreeMap<>();
    private final Set<String> serving = new LinkedHashSet<>();
    private final Map<String, Cluster> clusters = new TreeMap<>();
    private final List<RoutedService> defaults = new ArrayList<>();

    /// Services are to be added in the order of their claims.
    void add(RoutedService service) {
        List<HostPattern> full = new ArrayList<>();
        for (HostPattern host : service.labels().hosts()) {
            List<RoutedService> sharing = byHost.computeIfAbsent(host, key -> new ArrayList<>());
            if (sharing.size() == MAX_SERVICES_PER_HOST) {
                full.add(host);
            } else {
                sharing.add(service);
                serving.add(service.name());
            }
        }
        if (!full.isEmpty()) {
            reportFull(service, full);
        }
        if (service.labels().defaultBackend()) {
            addDefault(service);
        }
    }

    /// Whether it serves at least one host, or the hosts that nobody names.
    boolean isServing(RoutedService service) {
        return serving.contains(service.name());
    }

    /// To be called once, when all services are in.
    ProxyConfig toConfig() {
        reportSharing();
        List<VirtualHost> virtualHosts = new ArrayList<>(byHost.size());
        byHost.forEach((host, services) -> {
            Route route = new Route(services.getFirst().name() + "@" + host + ROOT, ROOT, forward(services));
            virtualHosts.add(new VirtualHost(host, List.of(route)));
        });
        List<Route> defaultRoutes = defaults.stream()
                .limit(1)
                .map(service -> new Route(service.name() + "@*" + ROOT, ROOT, forward(List.of(service))))
                .toList();
        return new ProxyConfig(virtualHosts, defaultRoutes, List.copyOf(clusters.values()));
    }

    private void addDefault(RoutedService service) {
        defaults.add(service);
        if (defaults.size() == 1) {
            serving.add(service.name());
            return;
        }
        String owner = defaults.getFirst().printableName();
        service.report()
                .warning(
                        "default-conflict",
                        LabelNames.DEFAULT_BACKEND,
                        "service " + owner + " is the default backend already; it was there first",
                        "remove the label from one of the two");
    }

    private static void reportFull(RoutedService service, List<HostPattern> hosts) {
        service.report()
                .error(
                        "host-conflict",
                        LabelNames.HOSTS,
                        shortList(hosts) + " is not served: " + MAX_SERVICES_PER_HOST
                                + " older services, the limit, share it already",
                        "remove the host from services that need it no more");
    }

    private RouteAction forward(List<RoutedService> services) {
        String name = clusterName(services);
        clusters.computeIfAbsent(
                name, key -> new Cluster(key, endpoints(services), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT));
        return new RouteAction.Forward(name);
    }

    /// Names of services have no `+`.
    private static String clusterName(List<RoutedService> services) {
        return services.stream().map(RoutedService::name).collect(Collectors.joining("+"));
    }

    private static List<Endpoint> endpoints(List<RoutedService> services) {
        if (services.size() == 1) {
            return services.getFirst().endpoints();
        }
        Map<InetSocketAddress, Endpoint> byAddress = new LinkedHashMap<>();
        for (RoutedService service : services) {
            for (Endpoint endpoint : service.endpoints()) {
                byAddress.putIfAbsent(endpoint.address(), named(service, endpoint));
            }
        }
        return List.copyOf(byAddress.values());
    }

    /// Among several services, `vip` alone would say nothing; a task's name begins with its service's.
    private static Endpoint named(RoutedService service, Endpoint endpoint) {
        return service.mode() == BackendMode.VIP
                ? new Endpoint(
                        service.name() + "." + endpoint.name(),
                        endpoint.address(),
                        endpoint.weight(),
                        endpoint.since(),
                        endpoint.healthy())
                : endpoint;
    }

    /// One notice for each service and set of others, however many hosts they share.
    private void reportSharing() {
        Map<String, List<HostPattern>> shared = new TreeMap<>();
        byHost.forEach((host, services) -> {
            if (services.size() > 1) {
                shared.computeIfAbsent(clusterName(services), key -> new ArrayList<>())
                        .add(host);
            }
        });
        for (List<HostPattern> hosts : shared.values()) {
            List<RoutedService> services = byHost.getOrDefault(hosts.getFirst(), List.of());
            services.forEach(service -> reportShared(service, services, hosts));
        }
    }

    private static void reportShared(RoutedService service, List<RoutedService> services, List<HostPattern> hosts) {
        String others = services.stream()
                .filter(other -> !other.name().equals(service.name()))
                .map(RoutedService::printableName)
                .collect(Collectors.joining(", "));
        service.report()
                .notice(
                        "shared-host",
                        LabelNames.HOSTS,
                        shortList(hosts) + " is also served by " + others,
                        "each service gets requests by its number of endpoints; give it a host of its own if this is"
                                + " not meant");
    }

    private static String shortList(List<HostPattern> hosts) {
        String list = hosts.stream()
                .limit(MAX_NAMED_HOSTS)
                .map(host -> "'" + host + "'")
                .collect(Collectors.joining(", "));
        return hosts.size() > MAX_NAMED_HOSTS ? list + " and " + (hosts.size() - MAX_NAMED_HOSTS) + " more" : list;
    }
}
