package io.sluice.controlplane.link;

/// Where a proxy's snapshots go. Called by one thread.
public interface SnapshotReceiver {

    /// Returns when every loop serves it; throws [RuntimeException] when the present one stays.
    void onConfig(RemoteConfig config);

    /// @param controlPlane its address
    void onConnected(String controlPlane);

    /// @param reason why there is no control plane now
    void onDisconnected(String reason);
}
