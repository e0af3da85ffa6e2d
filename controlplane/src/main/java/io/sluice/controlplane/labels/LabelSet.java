package io.sluice.controlplane.labels;

import java.util.List;

import io.sluice.dataplane.model.HostName;

/// What a service asks of the proxy.
///
/// @param hosts without duplicates, in the order written; empty only for a default backend
/// @param port that the tasks listen on, 1 to 65535
/// @param network the name or id of the network to reach the tasks on; empty when the label is absent
/// @param defaultBackend it wants the requests whose host nobody else serves
public record LabelSet(List<HostName> hosts, int port, String network, BackendMode mode, boolean defaultBackend) {

    public LabelSet {
        hosts = List.copyOf(hosts);
    }
}
