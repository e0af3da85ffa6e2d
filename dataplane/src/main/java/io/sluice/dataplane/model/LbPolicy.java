package io.sluice.dataplane.model;

/// How an endpoint of a cluster is picked for a request that no [Affinity] binds to one.
public enum LbPolicy {
    /// In turn by weight, each loop with a turn of its own.
    ROUND_ROBIN,
    /// Of two at random, the one with fewer requests in flight per weight (Mitzenmacher 2001).
    LEAST_REQUEST,
    /// Of two at random, the one that is expected to answer first: latency average that follows peaks at once, times
    /// requests in flight.
    PEAK_EWMA,
    /// A consistent hash of the client's address (Eisenbud et al., Maglev, NSDI 2016).
    MAGLEV,
    /// As nginx does: a hash of the first three octets of an IPv4 address or of a whole IPv6 address.
    IP_HASH
}
