package io.sluice.dataplane;

import java.time.Duration;

/// A snapshot that every loop has acknowledged.
///
/// @param generation counts from 1; 0 is the empty snapshot before the first publication
/// @param compile from `ProxyConfig` to snapshot
/// @param swap from the hand-over to the last loop's acknowledgement
public record Publication(
        long generation, int virtualHosts, int routes, int clusters, int endpoints, Duration compile, Duration swap) {}
