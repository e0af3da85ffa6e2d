package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.controlplane.docker.EngineChange;

/// The changes that make the services of one service cluster's proxies what they should be. Pure: carried out, and
/// planned again, it is empty.
///
/// @param steps in this order; removals come first, for they free ports and names
/// @param waiting networks alone differ, and an update is under way, which they wait for
record ProxyPlan(List<Step> steps, boolean waiting) {

    /// @param what for people: `create service sluice-proxy`
    record Step(String what, EngineChange change) {}

    ProxyPlan {
        steps = List.copyOf(steps);
    }

    /// @param observed of this service cluster only
    /// @param patient an update that is under way is not disturbed for the sake of networks
    static ProxyPlan of(Optional<ProxySpec> desired, List<Observation.Proxies> observed, boolean patient) {
        List<Step> steps = new ArrayList<>();
        Optional<Observation.Proxies> kept = desired.flatMap(spec ->
                observed.stream().filter(one -> one.spec().canBecome(spec)).findFirst());
        for (Observation.Proxies one : observed) {
            if (kept.isEmpty() || !kept.get().id().equals(one.id())) {
                steps.add(new Step("remove service " + one.spec().name(), new EngineChange.RemoveService(one.id())));
            }
        }
        if (desired.isEmpty()) {
            return new ProxyPlan(steps, false);
        }
        ProxySpec wanted = desired.get();
        if (kept.isEmpty()) {
            steps.add(new Step(
                    "create service " + wanted.name(),
                    new EngineChange.CreateService(SpecWriter.write(wanted, JsonNodeFactory.instance.objectNode()))));
            return new ProxyPlan(steps, false);
        }
        ProxySpec actual = kept.get().spec();
        boolean waits = patient
                && kept.get().rolling()
                && !actual.equals(wanted)
                && actual.on(wanted.networks()).equals(wanted);
        if (!actual.equals(wanted) && !waits) {
            steps.add(update(kept.get(), wanted));
        }
        return new ProxyPlan(steps, waits);
    }

    private static Step update(Observation.Proxies actual, ProxySpec wanted) {
        return new Step(
                "update service " + wanted.name() + ": " + SpecDifference.of(actual.spec(), wanted),
                new EngineChange.UpdateService(
                        actual.id(),
                        actual.version(),
                        SpecWriter.write(wanted, actual.raw().deepCopy())));
    }
}
