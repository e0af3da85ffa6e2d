package io.sluice.dataplane.upstream;

import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.EndpointMeter;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.snapshot.CompiledEndpoint;

/// One loop's connections to one endpoint, of which it gives streams: a stream carries one request and its response.
/// How many streams a connection carries, and when, is the protocol's matter (ADR 6).
@OnLoop
public sealed interface UpstreamPool permits Http1Pool, Http2Pool {

    CompiledEndpoint endpoint();

    EndpointMeter meter();

    UpstreamProtocol protocol();

    /// A connection is there that can take a request now.
    boolean hasIdle();

    /// Of a pool that has one. To be begun at once.
    UpstreamStream takeIdle();

    /// No more connections may be opened.
    boolean isFull();

    /// Lets the listener have a stream of a connection that is not there yet; it is told from within this call,
    /// or later.
    ///
    /// @param client for whom
    void connect(long timeoutNanos, ForwardedFields client, ConnectListener listener);

    /// Opens a connection that is never pooled; it does not count towards the limit of those that are.
    void connectRaw(long timeoutNanos, RawConnectListener listener);

    /// Connections without a request close now.
    void closeIdle();

    /// The endpoint is no longer published: idle connections close now, the others behind their last response.
    void retire();
}
