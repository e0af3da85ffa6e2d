package io.sluice.controlplane.assemble;

import io.sluice.controlplane.swarm.SwarmState;

/// All that an assembly depends on beside the assembler's own settings.
public record AssemblyInput(SwarmState state, HealthView health) {

    public AssemblyInput(SwarmState state) {
        this(state, HealthView.ALL_HEALTHY);
    }
}
