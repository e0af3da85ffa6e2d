package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Doubts a state in which most services lost all their tasks without a word from the engine: a manager that lost its
/// data answers with empty lists. Such a state is believed once it has lasted. Pure: times are passed in. Owned by the
/// watcher's job.
///
/// Services that events named lately count as explained, so that removing or updating a whole stack is never delayed.
final class ShrinkGuard {
    private static final Duration EXPLAINED = Duration.ofSeconds(60);

    private final int fewestServices;
    private final Duration confirm;
    private final Map<String, Long> announcedAt = new HashMap<>();
    private Verdict verdict = Verdict.NORMAL;
    private long doubtedSince;

    /// @param fewestServices with fewer routed services than this, nothing is doubted
    ShrinkGuard(int fewestServices, Duration confirm) {
        this.fewestServices = fewestServices;
        this.confirm = confirm;
    }

    void onServiceEvent(String serviceId, long nowNanos) {
        announcedAt.put(serviceId, nowNanos);
    }

    /// Whether `next` may replace `last`. After a doubted loss was believed, the caller passes `next` as the new
    /// `last`.
    Verdict judge(SwarmState last, SwarmState next, long nowNanos) {
        announcedAt.values().removeIf(at -> nowNanos - at > EXPLAINED.toNanos());
        Set<String> lost = lost(last, next);
        if (!isSuspicious(routed(last).size(), lost.size())) {
            verdict = Verdict.NORMAL;
        } else if (!verdict.doubted()) {
            doubtedSince = nowNanos;
            verdict = new Verdict(true, lost.size(), routed(last).size());
        } else if (nowNanos - doubtedSince >= confirm.toNanos()) {
            verdict = Verdict.NORMAL;
        }
        return verdict;
    }

    /// Forgets the doubt: the engine says what it said before, or was out of reach since.
    void reset() {
        verdict = Verdict.NORMAL;
    }

    private boolean isSuspicious(int routedCount, int lostCount) {
        return routedCount >= fewestServices && 2 * lostCount > routedCount;
    }

    private Set<String> lost(SwarmState last, SwarmState next) {
        Set<String> lost = routed(last);
        lost.removeAll(routed(next));
        lost.removeAll(announcedAt.keySet());
        return lost;
    }

    private static Set<String> routed(SwarmState state) {
        var ids = new HashSet<String>();
        for (Task task : state.tasks()) {
            if (task.isRoutable()) {
                ids.add(task.serviceId());
            }
        }
        return ids;
    }

    /// @param doubted keep the last state for now
    /// @param lostServices that have no routable task any more, unexplained
    /// @param routedServices before
    record Verdict(boolean doubted, int lostServices, int routedServices) {
        static final Verdict NORMAL = new Verdict(false, 0, 0);
    }
}
