package io.sluice.controlplane.health;

import io.sluice.controlplane.assemble.CheckTarget;

/// Checks one endpoint, once.
@FunctionalInterface
interface Prober {

    /// Blocks for no longer than the check's time-out. An interrupt ends it early, with any result.
    CheckResult probe(CheckTarget target);
}
