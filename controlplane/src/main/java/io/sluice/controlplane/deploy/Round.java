package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.swarm.SwarmState;

/// What one look at the engine leads to. Pure.
///
/// @param errors for people; replaces what the round before said
record Round(ProxyPlan plan, List<ConfigError> errors) {

    private static final ProxyPlan NOTHING = new ProxyPlan(List.of(), false);

    Round {
        errors = List.copyOf(errors);
    }

    /// @param patient an update that is under way is not disturbed for the sake of networks
    static Round of(SwarmState state, ProxyWish wish, LinkFacts link, Observation observation, boolean patient) {
        if (observation.self().isEmpty()) {
            return new Round(
                    NOTHING,
                    List.of(new ConfigError(
                            Severity.ERROR,
                            "not-a-service",
                            "",
                            "",
                            "",
                            "the file describes proxies, but this process is no task of a service of the swarm that"
                                    + " it reads, so it does not know how proxies would reach it",
                            "deploy 'sluice control' as a service on an overlay network, as the stack file does")));
        }
        ControlSelf self = observation.self().get();
        if (!self.current()) {
            return new Round(NOTHING, List.of());
        }
        DesiredProxies desired = new DesiredProxies(wish, link, state);
        Optional<ProxySpec> spec = desired.spec(self, observation.layer7().state(), observation.seccomp());
        List<ConfigError> errors = new ArrayList<>(desired.errors());
        if (spec.isPresent() && spec.get().container().secrets().isEmpty()) {
            return new Round(NOTHING, errors);
        }
        if (spec.isPresent() && !observation.seccomp()) {
            errors.add(new ConfigError(
                    Severity.NOTICE,
                    "no-seccomp",
                    "",
                    "",
                    "",
                    "this engine's API takes no seccomp profile for services (1.44 does): where its own profile"
                            + " forbids io_uring, proxies use epoll and say so",
                    "update the engines to Docker 25 or later"));
        }
        List<Observation.Proxies> ours = observation.proxies().stream()
                .filter(one -> one.cluster().equals(wish.cluster()))
                .toList();
        return new Round(ProxyPlan.of(spec, ours, patient), errors);
    }
}
