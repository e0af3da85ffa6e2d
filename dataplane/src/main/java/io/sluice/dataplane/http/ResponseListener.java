package io.sluice.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.loop.OnLoop;

/// What a client codec tells of the response to one request. After [#onResponseEnd] or [#onResponseFailure] nothing
/// follows.
@OnLoop
public interface ResponseListener {

    /// A 1xx response but 101. The head is valid during the call.
    void onInterimResponse(ResponseHead head);

    /// The final response, or 101. The head is valid during the call.
    void onResponseHead(ResponseHead head);

    /// @param data the listener releases it
    void onResponseBody(ByteBuf data);

    /// @param trailers empty when there are none
    void onResponseEnd(Fields trailers);

    void onResponseFailure(Failure failure);

    /// What was written has left: [UpstreamStream#isWritable()] holds again.
    void onUpstreamWritable();

    /// Nothing more is readable for now: what was handed over may be flushed.
    void onResponseReadComplete();
}
