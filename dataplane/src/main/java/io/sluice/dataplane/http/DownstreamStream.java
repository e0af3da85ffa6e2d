package io.sluice.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sluice.dataplane.loop.OnLoop;

/// The client's side of one request: where its response goes. Writes are collected until [#flush()].
@OnLoop
public interface DownstreamStream {

    void sendInterim(ResponseHead head, InfoFields info);

    /// @param closeAfter end the connection behind this response
    void sendHead(ResponseHead head, InfoFields info, boolean closeAfter);

    /// @param data is consumed
    void sendBody(ByteBuf data);

    /// Completes the response. The next request may be told from within this call.
    void sendEnd(Fields trailers);

    /// Sends a whole response of our own; a request that has not ended is read no further and the connection closes
    /// behind it. The next request may be told from within this call.
    void sendAnswer(LocalAnswer answer, InfoFields info);

    /// Cuts the connection: a response has begun and cannot be completed.
    void abort();

    void flush();

    /// False: stop sending until [RequestListener#onDownstreamWritable()].
    boolean isWritable();

    /// Stops telling the request's body, until [#resumeRequest()].
    void pauseRequest();

    /// As [#pauseRequest()], while nothing of the request has been sent on: some of the body may be read ahead, where
    /// only that tells of a client that goes.
    default void holdRequest() {
        pauseRequest();
    }

    void resumeRequest();

    /// Of an abandoned request nothing is under way any more. Says nothing where the connection is gone with it.
    default void onExchangeIdle() {}

    /// The present request's body may pause for as long as it likes: its endpoint decides. Where each request has a
    /// connection for itself, it may not.
    default void unhurried() {}

    /// Sends a 101 head and hands the connection over: the codec leaves the pipeline. Ask for the [#channel()] first.
    ///
    /// @return what the client has sent already; the caller releases it
    ByteBuf becomeTunnel(ResponseHead head, InfoFields info);

    Channel channel();
}
