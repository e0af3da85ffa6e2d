package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.model.Route;

/// A route with its number and the cluster that it forwards to.
///
/// @param index its number, the same in the next generation as long as it stays
public record CompiledRoute(int index, Route route, CompiledCluster cluster) {}
