package io.sluice.controlplane.assemble;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.labels.AuthService;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelParser;
import io.sluice.controlplane.labels.LabelReading;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;

/// The networks that proxies of a service cluster must be on to reach what they serve. Pure.
public final class NetworkNeeds {

    private final SwarmIndex index;
    private final RoutingOptions options;
    private final Set<String> ids = new TreeSet<>();

    private NetworkNeeds(SwarmState state, RoutingOptions options) {
        this.index = new SwarmIndex(state, Optional.empty(), options.networks());
        this.options = options;
    }

    /// Ids, sorted. A service with several networks and no label asks for one of them.
    public static Set<String> of(SwarmState state, RoutingOptions options) {
        NetworkNeeds needs = new NetworkNeeds(state, options);
        state.services().forEach(needs::add);
        return needs.ids;
    }

    private void add(Service service) {
        if (LabelParser.read(service, options.defaultLabels())
                        instanceof LabelReading.Accepted(LabelSet labels, var errors)
                && labels.serviceCluster().equals(options.serviceCluster())) {
            addNetwork(service, labels);
            labels.forwardAuth().ifPresent(auth -> addAuth(service, auth));
        }
    }

    /// It may ask for traffic or not: it is asked, whoever it serves.
    private void addAuth(Service asker, AuthService auth) {
        AuthServices.named(index, auth.service(), asker)
                .ifPresent(found -> addNetwork(
                        found,
                        new LabelSet(
                                List.of(), auth.port(), AuthServices.networkLabel(found), BackendMode.TASK, false)));
    }

    private void addNetwork(Service service, LabelSet labels) {
        if (NetworkChoice.of(service, labels, index, new ServiceReport(service))
                instanceof NetworkChoice.Over(var network)) {
            ids.add(network.id());
        }
    }
}
