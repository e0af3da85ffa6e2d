package io.sluice.controlplane.assemble;

import java.util.function.Function;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.labels.LabelParser;
import io.sluice.controlplane.labels.LabelReading;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;

/// What a swarm state means for the proxy: a pure function. Equal inputs give equal assemblies, in whatever order the
/// provider lists things, and each service is judged on its own, so that a bad one takes no other down.
public final class ConfigAssembler {

    private final AddressPolicy policy;
    private final ProxyLocation location;
    private final RoutingOptions options;
    private final Function<Service, LabelReading> labels;

    /// With the default options.
    public ConfigAssembler(AddressPolicy policy, ProxyLocation location) {
        this(policy, location, RoutingOptions.DEFAULT);
    }

    /// @param location decides which networks endpoints can be reached on
    public ConfigAssembler(AddressPolicy policy, ProxyLocation location, RoutingOptions options) {
        this(policy, location, options, service -> LabelParser.read(service, options.defaultLabels()));
    }

    ConfigAssembler(
            AddressPolicy policy,
            ProxyLocation location,
            RoutingOptions options,
            Function<Service, LabelReading> labels) {
        this.policy = policy;
        this.location = location;
        this.options = options;
        this.labels = labels;
    }

    /// As if it were the first state, and all services healthy.
    public Assembly assemble(SwarmState state) {
        return assemble(new AssemblyInput(state));
    }

    public Assembly assemble(AssemblyInput input) {
        SwarmIndex index =
                new SwarmIndex(input.state(), location.networks(input.state()), location.follows(), options.networks());
        return new AssemblyRun(input, index, policy, options, labels).assembly();
    }
}
