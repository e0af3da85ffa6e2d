package io.sluice.controlplane.deploy;

/// Turns HTTP routing on and off, for all control planes of the service cluster.
public interface Layer7Switch {

    /// The latest that was read.
    Layer7 layer7();

    /// Returns before it is done.
    void onLayer7(Layer7 next);
}
