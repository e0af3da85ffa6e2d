package io.sluice.dataplane.balance;

import io.sluice.dataplane.loop.OnLoop;

/// A use of an endpoint that does not end by itself.
@OnLoop
@FunctionalInterface
public interface LastingUse {

    /// The endpoint is no longer published.
    ///
    /// @param turn from 0 to 1, by which those of one endpoint may end one after the other
    void onEndpointGone(double turn);
}
