package io.sluice.controlplane.mode;

import java.time.Duration;

import io.sluice.controlplane.labels.BackendMode;

/// Chooses between tasks and the virtual address. Tasks are better as long as they are seen as they are: balanced by
/// load, left out when they fail, bound to clients. The virtual address is better when there are too many of them to
/// keep
/// connections to, when they come and go too fast, or when the swarm is not seen, which the kernel then follows.
///
/// Going to the virtual address is done at once; back only when nothing has spoken for it for [#CALM], and with fewer
/// tasks and less churn than brought it there. Pure: times are passed in.
public final class BackendModePolicy {

    /// More tasks than this are reached by the virtual address.
    public static final int MANY_TASKS = 500;
    /// No more than this are few again.
    public static final int FEW_TASKS = 400;

    public static final Duration CHURN_SPAN = Duration.ofMinutes(1);
    /// Tasks that come or go within [#CHURN_SPAN], and at least as many as there are: no update does so.
    public static final int MUCH_CHURN = 60;
    /// No more than this is calm again.
    public static final int LITTLE_CHURN = 10;

    /// The source has not been read for so long.
    public static final Duration STALE = Duration.ofSeconds(10);

    /// Without any reason for the virtual address, until tasks are used again.
    public static final Duration CALM = Duration.ofSeconds(60);

    private BackendModePolicy() {}

    /// @param before what was chosen last
    public static ModeDecision decide(ModeDecision before, ModeFacts facts, long nowNanos) {
        if (!facts.hasVirtualIp()) {
            return tasks("the service has no virtual address", nowNanos);
        }
        if (facts.sticky()) {
            return tasks("clients are bound to tasks", nowNanos);
        }
        boolean byVip = before.mode() == BackendMode.VIP;
        int tasks = byVip ? FEW_TASKS : MANY_TASKS;
        int churn = byVip ? LITTLE_CHURN : MUCH_CHURN;
        if (facts.stale()) {
            return vip("the swarm has not been seen for " + STALE.toSeconds() + " s", nowNanos);
        }
        if (facts.tasks() > tasks) {
            return vip(facts.tasks() + " tasks, more than " + tasks, nowNanos);
        }
        if (facts.churn() > churn && (byVip || facts.churn() >= facts.tasks())) {
            return vip(
                    facts.churn() + " tasks came or went within " + CHURN_SPAN.toSeconds() + " s, more than " + churn,
                    nowNanos);
        }
        return byVip ? calm(before, nowNanos) : tasks(ModeDecision.FIRST.reason(), nowNanos);
    }

    /// When a decision changes without any other fact; only of one that is calm and by VIP.
    static long calmEndNanos(ModeDecision decision) {
        return decision.calmSinceNanos() + CALM.toNanos();
    }

    private static ModeDecision calm(ModeDecision before, long nowNanos) {
        long since = before.pressed() ? nowNanos : before.calmSinceNanos();
        if (nowNanos - since >= CALM.toNanos()) {
            return tasks("nothing has spoken for the virtual address for " + CALM.toSeconds() + " s", nowNanos);
        }
        String reason = before.pressed() ? "calm again; before: " + before.reason() : before.reason();
        return new ModeDecision(BackendMode.VIP, reason, since, false);
    }

    private static ModeDecision tasks(String reason, long nowNanos) {
        return new ModeDecision(BackendMode.TASK, reason, nowNanos, false);
    }

    private static ModeDecision vip(String reason, long nowNanos) {
        return new ModeDecision(BackendMode.VIP, reason, nowNanos, true);
    }
}
