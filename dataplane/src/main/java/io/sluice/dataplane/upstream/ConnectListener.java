package io.sluice.dataplane.upstream;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http1.Http1ClientCodec;
import io.sluice.dataplane.loop.OnLoop;

/// Waits for a new connection. Told once.
@OnLoop
public interface ConnectListener {

    /// The listener uses it, or gives it back to its pool.
    void onConnected(Http1ClientCodec connection);

    void onConnectFailed(Failure failure);
}
