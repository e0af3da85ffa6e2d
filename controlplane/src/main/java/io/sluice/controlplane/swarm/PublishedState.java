package io.sluice.controlplane.swarm;

import java.util.Optional;
import java.util.function.Consumer;

/// The last good state, and what may replace it. Owned by the watcher's job.
final class PublishedState {
    private final ShrinkGuard guard;
    private final Consumer<SwarmState> states;
    private Optional<SwarmState> published = Optional.empty();

    PublishedState(ShrinkGuard guard, Consumer<SwarmState> states) {
        this.guard = guard;
        this.states = states;
    }

    /// Hands `next` on if it differs and is believed.
    ///
    /// @return why it is not believed yet; empty when what is published is what the engine says
    Optional<String> offer(SwarmState next, long nowNanos) {
        if (published.isPresent() && StateChange.isSame(published.get(), next)) {
            guard.reset();
            return Optional.empty();
        }
        if (published.isPresent()) {
            ShrinkGuard.Verdict verdict = guard.judge(published.get(), next, nowNanos);
            if (verdict.doubted()) {
                return Optional.of("the engine says that " + verdict.lostServices() + " of "
                        + verdict.routedServices() + " services lost all their tasks, and announced none of it;"
                        + " the last state is kept until this has lasted");
            }
        }
        states.accept(next);
        published = Optional.of(next);
        return Optional.empty();
    }

    void onServiceEvent(String serviceId, long nowNanos) {
        guard.onServiceEvent(serviceId, nowNanos);
    }

    void onDisconnected() {
        guard.reset();
    }
}
