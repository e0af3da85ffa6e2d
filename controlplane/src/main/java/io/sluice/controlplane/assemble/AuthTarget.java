package io.sluice.controlplane.assemble;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.ForwardAuth;

/// Whom to ask before a request passes, found in the swarm.
///
/// @param cluster that `forwardAuth` names
record AuthTarget(ForwardAuth forwardAuth, Cluster cluster) {}
