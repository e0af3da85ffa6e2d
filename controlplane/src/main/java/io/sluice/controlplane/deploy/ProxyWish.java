package io.sluice.controlplane.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.settings.ProxyDeployment;

/// What the operator's file asks for.
///
/// @param deployment empty: no proxies of this service cluster
/// @param environment of proxies, what the file says to them by flags
/// @param allowedNetworks names or ids; empty: whatever routed services need
public record ProxyWish(
        RoutingOptions routing,
        Optional<ProxyDeployment> deployment,
        Map<String, String> environment,
        List<String> allowedNetworks) {

    public ProxyWish {
        environment = Map.copyOf(environment);
        allowedNetworks = List.copyOf(allowedNetworks);
    }

    String cluster() {
        return routing.serviceCluster();
    }
}
