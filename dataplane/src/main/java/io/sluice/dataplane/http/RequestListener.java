package io.sluice.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.loop.OnLoop;

/// What a server codec tells of one request after another. After [#onRequestFailure] nothing follows.
@OnLoop
public interface RequestListener {

    /// The head stays readable until the stream's response is complete.
    void onRequestHead(RequestHead head);

    /// In place of a head that cannot be accepted: the answer is all that follows.
    ///
    /// @param head as far as it was understood
    void onRefusedHead(RequestHead head, Failure failure);

    /// @param data the listener releases it
    void onRequestBody(ByteBuf data);

    /// @param trailers empty when there are none
    void onRequestEnd(Fields trailers);

    /// The request will not be completed, or the client is gone.
    void onRequestFailure(Failure failure);

    /// What was written has left: [DownstreamStream#isWritable()] holds again.
    void onDownstreamWritable();

    /// Something of an abandoned request is still under way, and no other may begin before
    /// [DownstreamStream#onExchangeIdle()].
    boolean isBusy();

    /// Nothing more is readable for now: what was handed over may be flushed.
    void onRequestReadComplete();
}
