package io.sluice.controlplane.assemble;

import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.swarm.SwarmState;

/// All that an assembly depends on beside the assembler's own settings.
///
/// @param certificates that services may name
/// @param ownership what the assembly before left
/// @param nowNanos of the clock that `ownership` counts in; 0 will do where nobody owns anything
public record AssemblyInput(
        SwarmState state, HealthView health, CertificateView certificates, Ownership ownership, long nowNanos) {

    /// The first state, before anything was checked.
    public AssemblyInput(SwarmState state) {
        this(state, HealthView.ALL_HEALTHY);
    }

    /// The first state.
    public AssemblyInput(SwarmState state, HealthView health) {
        this(state, health, CertificateView.NONE, Ownership.NONE, 0);
    }
}
