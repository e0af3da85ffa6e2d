package io.sluice.controlplane.publish;

import io.sluice.dataplane.Publication;
import io.sluice.dataplane.model.ProxyConfig;

/// Where a config becomes a snapshot: the data plane of this process.
@FunctionalInterface
public interface SnapshotTarget {

    /// Returns when every loop has the snapshot; throws [RuntimeException] when the present one stays.
    Publication publish(ProxyConfig config);
}
