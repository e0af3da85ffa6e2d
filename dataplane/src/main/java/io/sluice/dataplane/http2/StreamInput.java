package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;

/// What one stream receives behind its head: counted against its window and against the length that the head told, and
/// held while nobody takes it. Reused from stream to stream.
final class StreamInput {

    private final ReceiveWindow window = new ReceiveWindow();
    private final Fields ownTrailers = Fields.few();
    private Fields trailers = Fields.NONE;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private long expectedBytes; // RequestHead.UNKNOWN_LENGTH: as many as come
    private long receivedBytes;
    private boolean ended; // the client sends no more
    private boolean endTold;

    /// @param endStream nothing follows the head
    void begin(int windowBytes, boolean endStream, long newExpectedBytes) {
        window.begin(windowBytes);
        expectedBytes = newExpectedBytes;
        receivedBytes = 0;
        ended = endStream;
        endTold = endStream;
        trailers = Fields.NONE;
    }

    /// False: that is more than the window had.
    boolean tryReceive(int bytes) {
        return window.tryReceive(bytes);
    }

    /// Somebody has taken so much.
    ///
    /// @return what to give back to the client now
    int onTaken(int bytes) {
        int more = window.onTaken(bytes);
        return ended ? 0 : more;
    }

    /// Counts content; false: it is more than the head told.
    boolean tryCount(int bytes) {
        receivedBytes += bytes;
        return expectedBytes == RequestHead.UNKNOWN_LENGTH || receivedBytes <= expectedBytes;
    }

    /// Nothing follows; false: it is less than the head told.
    boolean tryEnd() {
        ended = true;
        return expectedBytes == RequestHead.UNKNOWN_LENGTH || receivedBytes == expectedBytes;
    }

    boolean isEnded() {
        return ended;
    }

    /// The end came and nobody was told.
    boolean owesEnd() {
        return ended && !endTold;
    }

    void endTold() {
        endTold = true;
    }

    /// Empty when there are none.
    Fields trailers() {
        return trailers;
    }

    /// Of a block that is to be decoded.
    Fields beginTrailers() {
        ownTrailers.clear();
        trailers = ownTrailers;
        return trailers;
    }

    int heldBytes() {
        return held.readableBytes();
    }

    boolean isHolding() {
        return held.isReadable();
    }

    /// Consumes the data. It is copied: small contents in large buffers would hold much more than their window.
    void hold(ByteBuf data, ByteBufAllocator allocator) {
        if (!held.isReadable()) {
            held.release();
            held = allocator.directBuffer(data.readableBytes());
        }
        held.writeBytes(data);
        data.release();
    }

    /// Everything that is held; the caller releases it.
    ByteBuf takeHeld() {
        ByteBuf all = held;
        held = Unpooled.EMPTY_BUFFER;
        return all;
    }

    void release() {
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }
}
