package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.labels.AuthService;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.LabelReading;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.mode.ModeDecision;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.ProxyConfig;

/// One assembly in the making.
final class AssemblyRun {

    private static final String SERVICE_CLUSTER = Label.PREFIX + LabelNames.SERVICE_CLUSTER;

    private final AssemblyInput input;
    private final SwarmIndex index;
    private final AddressPolicy policy;
    private final RoutingOptions options;
    private final Function<Service, LabelReading> labels;
    private final AuthServices authServices;
    private final Admission admission;
    private final TlsFinder tlsFinder;
    private final UsersFinder usersFinder;
    private final Set<String> names = new HashSet<>();
    private final List<Candidate> routed = new ArrayList<>();
    private final List<ServiceSummary> summaries = new ArrayList<>();
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<CheckTarget> checks = new ArrayList<>();

    AssemblyRun(
            AssemblyInput input,
            SwarmIndex index,
            AddressPolicy policy,
            RoutingOptions options,
            Function<Service, LabelReading> labels) {
        this.input = input;
        this.index = index;
        this.policy = policy;
        this.options = options;
        this.labels = labels;
        this.authServices = new AuthServices(index, policy, options);
        this.admission = new Admission(options);
        SecretFinder secrets =
                new SecretFinder(input.certificates(), input.state().secretFiles(), options);
        this.tlsFinder = new TlsFinder(input.certificates(), secrets);
        this.usersFinder = new UsersFinder(input.certificates(), secrets);
    }

    /// To be called once.
    Assembly assembly() {
        input.state().services().stream().sorted(RoutedService.CLAIM_ORDER).forEach(this::read);
        Ownership owners = switch (options.tenancy()) {
            case NONE -> Ownership.NONE;
            case STACK -> input.ownership().next(admission.claims(), input.nowNanos());
        };
        RouteTable table = new RouteTable(owners, options.httpsPort());
        routed.forEach(candidate -> table.add(candidate.service(), candidate.admitted()));
        ProxyConfig config = table.toConfig();
        routed.forEach(candidate -> summarize(candidate.service(), table));
        summaries.sort(Comparator.comparing(ServiceSummary::service));
        errors.sort(ConfigError.ORDER);
        checks.sort(Comparator.comparing(CheckTarget::service));
        return new Assembly(
                FirstCheck.applyTo(config, checks, input.health()),
                summaries,
                errors,
                checks,
                owners,
                tlsFinder.uses());
    }

    private void read(Service service) {
        switch (labels.apply(service)) {
            case LabelReading.Silent() -> {}
            case LabelReading.Refused(List<HostPattern> hosts, BackendMode mode, List<ConfigError> found) -> {
                if (isOurs(clusterLabel(service)) || isAboutCluster(found)) {
                    errors.addAll(found);
                    refuse(service, hosts, mode, new ServiceReport(service));
                } else {
                    summaries.add(summary(service, hosts, mode, Outcome.OTHER_CLUSTER));
                }
            }
            case LabelReading.Accepted(LabelSet accepted, List<ConfigError> found) -> {
                if (isOurs(accepted.serviceCluster())) {
                    errors.addAll(found);
                    route(service, chosen(service, accepted));
                } else {
                    summaries.add(summary(service, accepted.hosts(), accepted.mode(), Outcome.OTHER_CLUSTER));
                }
            }
        }
    }

    private LabelSet chosen(Service service, LabelSet accepted) {
        return accepted.mode() == BackendMode.AUTO
                ? accepted.withMode(input.modes().of(service.id()).mode())
                : accepted;
    }

    /// Of a mode that the labels leave to the proxy.
    private String modeReason(Service service) {
        ModeDecision decision = input.modes().decisions().get(service.id());
        return decision == null ? "" : decision.reason();
    }

    private boolean isOurs(String serviceCluster) {
        return serviceCluster.equals(options.serviceCluster());
    }

    /// A wrong name is nobody's, so everybody tells of it.
    private static boolean isAboutCluster(List<ConfigError> found) {
        return found.stream().anyMatch(error -> error.label().equals(SERVICE_CLUSTER));
    }

    /// Of a service whose labels as a whole came to nothing.
    private static String clusterLabel(Service service) {
        Label label = service.labels().get(SERVICE_CLUSTER);
        return label == null ? "" : label.value().strip();
    }

    private void route(Service service, LabelSet accepted) {
        ServiceReport report = new ServiceReport(service);
        if (!names.add(service.name())) {
            report.error(
                    "duplicate-service",
                    "",
                    "an older service has the same name; only that one is routed",
                    "rename one of the two");
            errors.addAll(report.errors());
            summaries.add(summary(service, accepted.hosts(), accepted.mode(), Outcome.REFUSED));
            return;
        }
        Optional<RoutedService> found = reached(service, accepted, report)
                .flatMap(this::withAuth)
                .flatMap(usersFinder::find)
                .flatMap(this::withTls);
        if (found.isEmpty()) {
            refuse(service, accepted.hosts(), accepted.mode(), report);
            return;
        }
        Set<Site> admitted = admission.admit(service, sites(accepted), report);
        routed.add(new Candidate(found.get().checked(input.health()), admitted));
    }

    private Optional<RoutedService> reached(Service service, LabelSet accepted, ServiceReport report) {
        EndpointFinder finder = new EndpointFinder(service, accepted, index, policy, report);
        return switch (NetworkChoice.of(service, accepted, index, report)) {
            case NetworkChoice.Over(Network network) -> Optional.of(finder.over(network));
            case NetworkChoice.OnNodes() -> Optional.of(finder.onNodes());
            case NetworkChoice.Refused() -> Optional.empty();
        };
    }

    private Optional<RoutedService> withAuth(RoutedService service) {
        Optional<AuthService> wanted = service.labels().forwardAuth();
        return wanted.isEmpty()
                ? Optional.of(service)
                : authServices
                        .find(wanted.get(), service.service(), service.report())
                        .map(service::asking);
    }

    private Optional<RoutedService> withTls(RoutedService service) {
        return tlsFinder
                .find(service.service(), service.labels(), service.report())
                .map(service::with);
    }

    private static List<Site> sites(LabelSet accepted) {
        List<Site> sites = new ArrayList<>();
        accepted.hosts().forEach(host -> sites.add(Site.of(host)));
        accepted.redirects().forEach(redirect -> sites.add(Site.of(redirect.from())));
        if (accepted.defaultBackend()) {
            sites.add(Site.ANY);
        }
        return sites;
    }

    /// Where tenants are kept apart, even a service that cannot be routed keeps its hosts from others: a slip in a
    /// label must not cost a tenant its name.
    private void refuse(Service service, List<HostPattern> hosts, BackendMode mode, ServiceReport report) {
        if (options.tenancy() == Tenancy.STACK) {
            admission.admit(service, hosts.stream().map(Site::of).toList(), report);
        }
        errors.addAll(report.errors());
        summaries.add(summary(service, hosts, mode, Outcome.REFUSED));
    }

    private static ServiceSummary summary(Service service, List<HostPattern> hosts, BackendMode mode, Outcome outcome) {
        return new ServiceSummary(
                service.name(), hosts.stream().map(HostPattern::toString).toList(), mode.text(), "", 0, outcome.text());
    }

    private void summarize(RoutedService service, RouteTable table) {
        errors.addAll(service.report().errors());
        if (table.isServing(service)) {
            checks.addAll(service.checks());
        }
        List<String> hosts = new ArrayList<>();
        service.labels().hosts().forEach(host -> hosts.add(host.toString()));
        if (service.labels().defaultBackend()) {
            hosts.add(Site.ANY.toString());
        }
        summaries.add(new ServiceSummary(
                service.name(),
                hosts,
                service.labels().contextRoot(),
                service.labels().redirects().stream()
                        .map(redirect -> redirect.from() + " -> " + redirect.status() + " " + redirect.base())
                        .toList(),
                service.mode().text(),
                modeReason(service.service()),
                service.network(),
                service.endpoints().size(),
                table.outcomeOf(service).text()));
    }

    /// A service that can be routed.
    ///
    /// @param admitted of the sites that it asks for
    private record Candidate(RoutedService service, Set<Site> admitted) {}
}
