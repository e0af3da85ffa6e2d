package io.sluice.controlplane.mode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;

/// Follows services of `backend_mode=auto` and chooses for each. Time is given, never read. Owned by one thread.
public final class ModeBook {

    /// Changes of one service that are remembered; all above the limit mean the same.
    private static final int MAX_CHANGES = 4 * BackendModePolicy.MUCH_CHURN;

    private static final Set<String> STICKY =
            Set.of(LabelNames.STICKY, LabelNames.STICKY_SESSION_COOKIE, LabelNames.IP_HASH);

    private final Map<String, Follow> byService = new HashMap<>();
    private ModeView view = ModeView.NONE;

    /// One service.
    private static final class Follow {
        private final Deque<Long> changes = new ArrayDeque<>(); // times, oldest first
        private Set<String> taskIds = Set.of();
        private boolean known;
        private ModeDecision decision = ModeDecision.FIRST;
    }

    /// @param staleSinceNanos since when the source is not read; empty: it is
    public ModeView onState(SwarmState state, OptionalLong staleSinceNanos, long nowNanos) {
        Map<String, Service> followed = new HashMap<>();
        for (Service service : state.services()) {
            if (isAuto(service)) {
                followed.put(service.id(), service);
            }
        }
        byService.keySet().retainAll(followed.keySet());
        if (followed.isEmpty()) {
            view = ModeView.NONE;
            return view;
        }
        Map<String, Set<String>> tasks = new HashMap<>();
        for (Task task : state.tasks()) {
            if (task.isRoutable() && followed.containsKey(task.serviceId())) {
                tasks.computeIfAbsent(task.serviceId(), id -> new HashSet<>()).add(task.id());
            }
        }
        boolean stale = staleSinceNanos.isPresent() && nowNanos - staleEndNanos(staleSinceNanos.getAsLong()) >= 0;
        Map<String, ModeDecision> decisions = new HashMap<>();
        followed.forEach((id, service) ->
                decisions.put(id, decide(service, tasks.getOrDefault(id, Set.of()), stale, nowNanos)));
        view = new ModeView(decisions);
        return view;
    }

    /// When time alone may change a decision; empty: never.
    public OptionalLong nextChangeNanos(OptionalLong staleSinceNanos, long nowNanos) {
        OptionalLong next = OptionalLong.empty();
        if (byService.isEmpty()) {
            return next;
        }
        if (staleSinceNanos.isPresent() && staleEndNanos(staleSinceNanos.getAsLong()) - nowNanos > 0) {
            next = OptionalLong.of(staleEndNanos(staleSinceNanos.getAsLong()));
        }
        for (Follow follow : byService.values()) {
            if (follow.decision.mode() == BackendMode.VIP) {
                long at = !follow.decision.pressed()
                        ? BackendModePolicy.calmEndNanos(follow.decision)
                        : follow.changes.isEmpty()
                                ? nowNanos + BackendModePolicy.CHURN_SPAN.toNanos()
                                : follow.changes.getFirst() + BackendModePolicy.CHURN_SPAN.toNanos();
                next = next.isEmpty() || at - next.getAsLong() < 0 ? OptionalLong.of(at) : next;
            }
        }
        return next;
    }

    private static long staleEndNanos(long staleSinceNanos) {
        return staleSinceNanos + BackendModePolicy.STALE.toNanos();
    }

    private ModeDecision decide(Service service, Set<String> taskIds, boolean stale, long nowNanos) {
        Follow follow = byService.computeIfAbsent(service.id(), id -> new Follow());
        if (follow.known) {
            remember(follow, taskIds, nowNanos);
        }
        follow.known = true;
        follow.taskIds = taskIds;
        boolean sticky = STICKY.stream().anyMatch(name -> service.labels().containsKey(Label.PREFIX + name));
        ModeFacts facts = new ModeFacts(taskIds.size(), follow.changes.size(), stale, hasVirtualIp(service), sticky);
        follow.decision = BackendModePolicy.decide(follow.decision, facts, nowNanos);
        return follow.decision;
    }

    private static void remember(Follow follow, Set<String> taskIds, long nowNanos) {
        follow.changes.removeIf(at -> nowNanos - at >= BackendModePolicy.CHURN_SPAN.toNanos());
        long changed = taskIds.stream()
                        .filter(id -> !follow.taskIds.contains(id))
                        .count()
                + follow.taskIds.stream().filter(id -> !taskIds.contains(id)).count();
        for (long i = 0; i < Math.min(changed, MAX_CHANGES); i++) {
            follow.changes.addLast(nowNanos);
        }
        while (follow.changes.size() > MAX_CHANGES) {
            follow.changes.removeFirst();
        }
    }

    /// Whichever of its networks the proxy uses.
    private static boolean hasVirtualIp(Service service) {
        return !service.networkIds().isEmpty()
                && service.networkIds().stream()
                        .allMatch(id -> service.virtualIps().stream()
                                .anyMatch(virtualIp -> virtualIp.networkId().equals(id)));
    }

    private static boolean isAuto(Service service) {
        Label label = service.labels().get(Label.PREFIX + LabelNames.BACKEND_MODE);
        return label != null && label.value().strip().equalsIgnoreCase(BackendMode.AUTO.text());
    }
}
