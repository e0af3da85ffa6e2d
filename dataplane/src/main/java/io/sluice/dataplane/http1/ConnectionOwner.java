package io.sluice.dataplane.http1;

import io.sluice.dataplane.loop.OnLoop;

/// Keeps connections to an endpoint: is told when one is free again, and when one is gone.
@OnLoop
public interface ConnectionOwner {

    /// The response is complete and the connection may take another request.
    void onReusable(Http1ClientCodec connection);

    /// Told once, whatever the reason.
    void onClosed(Http1ClientCodec connection);
}
