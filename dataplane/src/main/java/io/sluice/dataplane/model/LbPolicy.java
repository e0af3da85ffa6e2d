package io.sluice.dataplane.model;

/// How an endpoint of a cluster is picked.
public enum LbPolicy {
    /// In turn, each loop with a turn of its own.
    ROUND_ROBIN
}
