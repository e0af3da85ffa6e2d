package io.sluice.controlplane.mode;

import java.util.Map;

/// What was chosen for the services of `backend_mode=auto`, by their ids.
public record ModeView(Map<String, ModeDecision> decisions) {

    /// Of a source whose services nobody has followed: tasks.
    public static final ModeView NONE = new ModeView(Map.of());

    public ModeView {
        decisions = Map.copyOf(decisions);
    }

    public ModeDecision of(String serviceId) {
        return decisions.getOrDefault(serviceId, ModeDecision.FIRST);
    }
}
