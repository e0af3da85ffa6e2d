package io.sluice.controlplane.deploy;

import java.util.List;
import java.util.Set;

/// The service that this control plane is a task of.
///
/// @param image of its tasks
/// @param networks ids of those that it is on, which proxies have to share
/// @param current this task is what the service asks for now; else a newer one is about to follow it, or has
public record ControlSelf(
        String name, String image, Set<String> networks, List<ProxySpec.Secret> secrets, boolean current) {

    public ControlSelf {
        networks = Set.copyOf(networks);
        secrets = List.copyOf(secrets);
    }
}
