package io.sluice.dataplane.filter;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.loop.OnLoop;

/// Codes one response body as it passes. Holds memory outside the heap from [Encoders#take] to [#close()].
@OnLoop
public interface BodyEncoder {

    /// @param data is consumed
    /// @return what can be sent of it now, maybe nothing; the caller releases it
    ByteBuf encode(ByteBuf data);

    /// Everything given so far of a streamed body, so that who waits for it can read it; empty when nothing is to
    /// be sent.
    ByteBuf flush();

    /// The rest. Nothing may follow but [#close()].
    ByteBuf finish();

    /// Gives the memory back; needed once, whatever happened.
    void close();
}
