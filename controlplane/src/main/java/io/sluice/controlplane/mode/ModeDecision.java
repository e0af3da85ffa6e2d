package io.sluice.controlplane.mode;

import io.sluice.controlplane.labels.BackendMode;

/// What was chosen for one service.
///
/// @param mode task or VIP
/// @param reason for people: `720 tasks, more than 500`
/// @param calmSinceNanos since when nothing has spoken for the VIP; meaningless while something does
/// @param pressed something speaks for the VIP now
public record ModeDecision(BackendMode mode, String reason, long calmSinceNanos, boolean pressed) {

    /// Of a service that nothing is known of.
    static final ModeDecision FIRST = new ModeDecision(BackendMode.TASK, "tasks are seen as they are", 0, false);
}
