package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelParser;
import io.sluice.controlplane.labels.LabelReading;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.ProxyConfig;

/// What a swarm state means for the proxy: a pure function. Equal states give equal assemblies, in whatever order the
/// provider lists things, and each service is judged on its own, so that a bad one takes no other down.
public final class ConfigAssembler {

    private static final String ROUTED = "routed";
    private static final String NO_ENDPOINTS = "no endpoints";
    private static final String REFUSED = "refused";

    private final AddressPolicy policy;
    private final ProxyLocation location;

    /// @param location decides which networks endpoints can be reached on
    public ConfigAssembler(AddressPolicy policy, ProxyLocation location) {
        this.policy = policy;
        this.location = location;
    }

    /// As if no service were checked, or all were healthy.
    public Assembly assemble(SwarmState state) {
        return assemble(new AssemblyInput(state));
    }

    public Assembly assemble(AssemblyInput input) {
        SwarmState state = input.state();
        return new Run(input, policy, new SwarmIndex(state, location.networks(state))).assembly();
    }

    /// One assembly in the making.
    private static final class Run {

        private final SwarmState state;
        private final HealthView health;
        private final AddressPolicy policy;
        private final SwarmIndex index;
        private final HostTable hosts = new HostTable();
        private final Set<String> names = new HashSet<>();
        private final List<RoutedService> routed = new ArrayList<>();
        private final List<ServiceSummary> summaries = new ArrayList<>();
        private final List<ConfigError> errors = new ArrayList<>();
        private final List<CheckTarget> checks = new ArrayList<>();

        private Run(AssemblyInput input, AddressPolicy policy, SwarmIndex index) {
            this.state = input.state();
            this.health = input.health();
            this.policy = policy;
            this.index = index;
        }

        private Assembly assembly() {
            state.services().stream().sorted(RoutedService.CLAIM_ORDER).forEach(this::read);
            routed.forEach(hosts::add);
            ProxyConfig config = hosts.toConfig();
            routed.forEach(this::summarize);
            summaries.sort(Comparator.comparing(ServiceSummary::service));
            errors.sort(ConfigError.ORDER);
            checks.sort(Comparator.comparing(CheckTarget::service));
            return new Assembly(config, summaries, errors, checks);
        }

        private void read(Service service) {
            switch (LabelParser.read(service)) {
                case LabelReading.Silent() -> {}
                case LabelReading.Refused(List<HostPattern> wanted, BackendMode mode, List<ConfigError> found) -> {
                    errors.addAll(found);
                    refuse(service, wanted, mode);
                }
                case LabelReading.Accepted(LabelSet labels, List<ConfigError> found) -> {
                    errors.addAll(found);
                    route(service, labels);
                }
            }
        }

        private void route(Service service, LabelSet labels) {
            ServiceReport report = new ServiceReport(service);
            if (!names.add(service.name())) {
                report.error(
                        "duplicate-service",
                        "",
                        "an older service has the same name; only that one is routed",
                        "rename one of the two");
                errors.addAll(report.errors());
                refuse(service, labels.hosts(), labels.mode());
                return;
            }
            EndpointFinder finder = new EndpointFinder(service, labels, index, policy, report);
            switch (NetworkChoice.of(service, labels, index, report)) {
                case NetworkChoice.Over(Network network) ->
                    routed.add(finder.over(network).checked(health));
                case NetworkChoice.OnNodes() -> routed.add(finder.onNodes().checked(health));
                case NetworkChoice.Refused() -> {
                    errors.addAll(report.errors());
                    refuse(service, labels.hosts(), labels.mode());
                }
            }
        }

        private void refuse(Service service, List<HostPattern> wanted, BackendMode mode) {
            summaries.add(new ServiceSummary(service.name(), texts(wanted), mode.text(), "", 0, REFUSED));
        }

        private void summarize(RoutedService service) {
            errors.addAll(service.report().errors());
            if (hosts.isServing(service)) {
                checks.addAll(service.checks());
            }
            summaries.add(new ServiceSummary(
                    service.name(),
                    texts(service.labels().hosts()),
                    service.mode().text(),
                    service.network(),
                    service.endpoints().size(),
                    stateOf(service)));
        }

        private String stateOf(RoutedService service) {
            if (!hosts.isServing(service)) {
                return REFUSED;
            }
            return service.endpoints().isEmpty() ? NO_ENDPOINTS : ROUTED;
        }

        private static List<String> texts(List<HostPattern> hosts) {
            return hosts.stream().map(HostPattern::toString).toList();
        }
    }
}
