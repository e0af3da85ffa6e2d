package io.sluice.controlplane.assemble;

import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.mode.ModeView;
import io.sluice.controlplane.swarm.SwarmState;

/// All that an assembly depends on beside the assembler's own settings.
///
/// @param certificates that services may name
/// @param ownership what the assembly before left
/// @param modes of services that leave the choice to the proxy
/// @param nowNanos of the clock that `ownership` counts in; 0 will do where nobody owns anything
public record AssemblyInput(
        SwarmState state,
        HealthView health,
        CertificateView certificates,
        Ownership ownership,
        ModeView modes,
        long nowNanos) {

    /// With tasks wherever the proxy may choose.
    public AssemblyInput(
            SwarmState state, HealthView health, CertificateView certificates, Ownership ownership, long nowNanos) {
        this(state, health, certificates, ownership, ModeView.NONE, nowNanos);
    }

    /// The first state, before anything was checked.
    public AssemblyInput(SwarmState state) {
        this(state, HealthView.ALL_HEALTHY);
    }

    /// The first state.
    public AssemblyInput(SwarmState state, HealthView health) {
        this(state, health, CertificateView.NONE, Ownership.NONE, 0);
    }
}
