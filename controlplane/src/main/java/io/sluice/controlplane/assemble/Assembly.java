package io.sluice.controlplane.assemble;

import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.dataplane.model.ProxyConfig;

/// What a swarm state means for the proxy.
///
/// @param services one per service that asks for traffic, routed or not, sorted by name
/// @param errors sorted by service, then label
/// @param checks what is to be checked from now on, no address of a service twice; sorted by service, then as the
///     service's endpoints are
/// @param ownership for the next assembly
/// @param certificates that services name, sorted
public record Assembly(
        ProxyConfig config,
        List<ServiceSummary> services,
        List<ConfigError> errors,
        List<CheckTarget> checks,
        Ownership ownership,
        List<CertificateUse> certificates) {

    /// Of errors about hosts that belong to another tenant.
    public static final String CONFLICT_CODE = "host-owned";

    public Assembly {
        services = List.copyOf(services);
        errors = List.copyOf(errors);
        checks = List.copyOf(checks);
        certificates = List.copyOf(certificates);
    }

    /// With nothing to check or own.
    public Assembly(ProxyConfig config, List<ServiceSummary> services, List<ConfigError> errors) {
        this(config, services, errors, List.of(), Ownership.NONE, List.of());
    }

    /// @param hosts that it asks for; `*` among them: the default backend
    /// @param path that it serves on each of them
    /// @param redirects `old.example.com -> 302 https://new.example.com`
    /// @param mode `task` or `vip`; `auto` when refused before it was chosen
    /// @param modeReason why, where the labels leave it to the proxy; else empty
    /// @param network the name of the network its endpoints are reached on; empty in host mode or when refused
    /// @param state `routed`, `no endpoints`, `maintenance`, `redirected`, `conflict`, `other cluster` or `refused`
    public record ServiceSummary(
            String service,
            List<String> hosts,
            String path,
            List<String> redirects,
            String mode,
            String modeReason,
            String network,
            int endpoints,
            String state) {

        public ServiceSummary {
            hosts = List.copyOf(hosts);
            redirects = List.copyOf(redirects);
        }

        /// On all paths, without redirects.
        public ServiceSummary(
                String service, List<String> hosts, String mode, String network, int endpoints, String state) {
            this(service, hosts, "/", List.of(), mode, "", network, endpoints, state);
        }
    }
}
