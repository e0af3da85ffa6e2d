package io.sluice.dataplane.upstream;

import io.netty.channel.Channel;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.OnLoop;

/// Waits for a new connection that no codec uses. Told once.
@OnLoop
public interface RawConnectListener {

    /// @param endpoint its pipeline empty; the listener's from now on
    void onConnected(Channel endpoint);

    void onConnectFailed(Failure failure);
}
