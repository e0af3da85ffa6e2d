package io.sluice.dataplane.upstream;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;

/// Waits for a stream of a new connection. Told once.
@OnLoop
public interface ConnectListener {

    /// The listener begins a request on it from within this call, or gives it back.
    void onConnected(UpstreamStream stream);

    void onConnectFailed(Failure failure);
}
