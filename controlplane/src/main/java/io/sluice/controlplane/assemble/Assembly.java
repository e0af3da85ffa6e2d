package io.sluice.controlplane.assemble;

import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.dataplane.model.ProxyConfig;

/// What a swarm state means for the proxy.
///
/// @param services one per service that asks for traffic, routed or not, sorted by name
/// @param errors sorted by service, then label
public record Assembly(ProxyConfig config, List<ServiceSummary> services, List<ConfigError> errors) {

    public Assembly {
        services = List.copyOf(services);
        errors = List.copyOf(errors);
    }

    /// @param mode `task` or `vip`
    /// @param network the name of the network its endpoints are reached on; empty in host mode or when refused
    /// @param state `routed`, `no endpoints` or `refused`
    public record ServiceSummary(
            String service, List<String> hosts, String mode, String network, int endpoints, String state) {

        public ServiceSummary {
            hosts = List.copyOf(hosts);
        }
    }
}
