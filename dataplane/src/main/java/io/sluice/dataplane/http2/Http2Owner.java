package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.OnLoop;

/// Keeps HTTP/2 connections to an endpoint: is told when they take streams, and when they are gone.
@OnLoop
public interface Http2Owner {

    /// The endpoint has said that it speaks HTTP/2, and how many streams it takes.
    void onReady(Http2ClientCodec connection);

    /// A stream has ended: the connection takes another, unless it is leaving.
    void onRoom(Http2ClientCodec connection);

    /// Told once, after whatever its streams were told.
    ///
    /// @param failure why, of a connection that was never ready
    void onClosed(Http2ClientCodec connection, Failure failure);
}
