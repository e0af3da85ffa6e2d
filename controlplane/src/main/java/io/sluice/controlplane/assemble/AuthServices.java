package io.sluice.controlplane.assemble;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.labels.AuthService;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.UpstreamTimeouts;

/// Finds the services that decide which requests may pass. They need no label of ours but `network`, where they are on
/// several.
final class AuthServices {

    private final SwarmIndex index;
    private final AddressPolicy policy;
    private final RoutingOptions options;
    private final Map<String, Cluster> clusters = new HashMap<>();

    AuthServices(SwarmIndex index, AddressPolicy policy, RoutingOptions options) {
        this.index = index;
        this.policy = policy;
        this.options = options;
    }

    /// Empty: nobody can be asked, so nothing may pass; the report says why.
    Optional<AuthTarget> find(AuthService wanted, Service asker, ServiceReport report) {
        Optional<Service> found = named(index, wanted.service(), asker);
        if (found.isEmpty()) {
            report.error(
                    "forward-auth-unknown",
                    LabelNames.FORWARD_AUTH,
                    "no service is named " + Printable.quoted(wanted.service()) + "; without it nothing may pass",
                    NearestName.hint(
                            wanted.service(), index.serviceNames(), "deploy the service, or correct its name"));
            return Optional.empty();
        }
        if (!isAllowed(found.get(), asker)) {
            report.error(
                    "forward-auth-foreign",
                    LabelNames.FORWARD_AUTH,
                    "service " + Printable.escaped(found.get().name()) + " belongs to " + Tenant.of(found.get())
                            + "; without it nothing may pass",
                    "name a service of the same stack, or one of a tenant that --wildcard-tenants lists");
            return Optional.empty();
        }
        return cluster(found.get(), wanted.port(), report)
                .map(cluster ->
                        new AuthTarget(new ForwardAuth(cluster.name(), wanted.path(), wanted.copiedFields()), cluster));
    }

    /// The asker's own stack first: a service that somebody else calls by the short name must not come in between.
    static Optional<Service> named(SwarmIndex index, String name, Service asker) {
        String stack = Tenant.stack(asker);
        return (stack.isEmpty() ? Optional.<Service>empty() : index.serviceNamed(stack + "_" + name))
                .or(() -> index.serviceNamed(name));
    }

    /// A label must not make the proxy send requests to what another tenant keeps to itself; what the operator trusts
    /// with wildcards may serve all.
    private boolean isAllowed(Service found, Service asker) {
        Tenant tenant = Tenant.of(found);
        return options.tenancy() == Tenancy.NONE
                || tenant.equals(Tenant.of(asker))
                || options.wildcardTenants().stream().anyMatch(tenant::isNamedBy);
    }

    private Optional<Cluster> cluster(Service service, int port, ServiceReport asker) {
        String name = service.name() + ":" + port;
        Cluster known = clusters.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        ServiceReport report = new ServiceReport(service);
        LabelSet labels = new LabelSet(List.of(), port, networkLabel(service), BackendMode.TASK, false);
        EndpointFinder finder = new EndpointFinder(service, labels, index, policy, report);
        Optional<RoutedService> routed = switch (NetworkChoice.of(service, labels, index, report)) {
            case NetworkChoice.Over(Network network) -> Optional.of(finder.over(network));
            case NetworkChoice.OnNodes() -> Optional.of(finder.onNodes());
            case NetworkChoice.Refused() -> Optional.empty();
        };
        if (routed.isEmpty()) {
            asker.error(
                    "forward-auth-unreachable",
                    LabelNames.FORWARD_AUTH,
                    "service " + Printable.escaped(service.name()) + " cannot be reached: " + reason(report)
                            + "; without it nothing may pass",
                    "put it on a network that the proxy is on");
            return Optional.empty();
        }
        Cluster cluster = new Cluster(
                name, Shares.sinceLongAgo(routed.get().endpoints()), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
        clusters.put(name, cluster);
        return Optional.of(cluster);
    }

    static String networkLabel(Service service) {
        Label label = service.labels().get(Label.PREFIX + LabelNames.NETWORK);
        return label == null ? "" : label.value().strip();
    }

    private static String reason(ServiceReport report) {
        return report.errors().stream().map(ConfigError::message).findFirst().orElse("no network is shared with it");
    }
}
