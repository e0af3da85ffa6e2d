package io.sluice.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sluice.dataplane.loop.OnLoop;

/// The endpoint's side of one request. Writes are collected until [#flush()].
@OnLoop
public interface UpstreamStream {

    /// Takes it for one request.
    ///
    /// @param responseNanos from the request's end to the response head
    /// @param bodyGapNanos between two reads of the response body, or two writes of the request
    void begin(ResponseListener listener, long responseNanos, long bodyGapNanos);

    /// In place of [#begin]: it is for others.
    void giveBack();

    void sendHead(RequestHead head, ForwardedFields forwarded, byte[] requestId);

    /// @param data is consumed
    void sendBody(ByteBuf data);

    /// Completes the request; the time-out for the response runs from here.
    void sendEnd(Fields trailers);

    void flush();

    /// False: stop sending until [ResponseListener#onUpstreamWritable()].
    boolean isWritable();

    /// Stops telling the response, until [#resumeResponse()].
    void pauseResponse();

    void resumeResponse();

    /// Nobody wants the response any more: nothing is told from here on, and the stream is not used again.
    void cancel();

    /// The connection served a request before this one, so it may have closed unnoticed.
    boolean isReused();

    /// After a 101 head, of HTTP/1.1 only: hands the connection over, the codec leaves the pipeline.
    ///
    /// @return what the endpoint has sent already; the caller releases it
    ByteBuf becomeTunnel();

    Channel channel();
}
