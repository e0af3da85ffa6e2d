package io.sluice.controlplane.deploy;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the engine says at one moment about proxies, and about this control plane.
///
/// @param self empty: this process is no task of a service of the swarm
/// @param proxies of all service clusters
/// @param seccomp services can be given a profile
public record Observation(Optional<ControlSelf> self, List<Proxies> proxies, Switch layer7, boolean seccomp) {

    public Observation {
        proxies = List.copyOf(proxies);
    }

    /// A service of proxies.
    ///
    /// @param version `Version.Index`
    /// @param rolling an update of it is under way
    /// @param raw its whole `ServiceSpec`
    public record Proxies(String id, long version, String cluster, ProxySpec spec, boolean rolling, ObjectNode raw) {}

    /// Where the switch is kept.
    ///
    /// @param id empty: nowhere, nobody has touched it
    public record Switch(String id, long version, Layer7 state) {

        public static final Switch UNTOUCHED = new Switch("", 0, Layer7.DEFAULT);
    }
}
