package io.sluice.dataplane.http2;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.loop.OnLoop;

/// What one stream has to send behind its head, within its window and the connection's. Reused from stream to stream.
@OnLoop
final class StreamOutput {

    private static final byte[] NONE = {};

    /// Whose output it is.
    interface Listener {
        /// Nothing waits any more.
        void onDrained();

        /// The last byte is with the connection.
        void onOutputEnd();
    }

    private final SendQueue connection;
    private final Listener listener;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private int streamId;
    private long windowBytes;
    private int waitingBytes;
    private long sentBytes;
    private byte[] trailers = NONE;
    private boolean ended; // nothing is added any more
    private boolean queued;

    StreamOutput(SendQueue connection, Listener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    void begin(int newStreamId, int newWindowBytes) {
        streamId = newStreamId;
        windowBytes = newWindowBytes;
        ended = false;
        trailers = NONE;
    }

    boolean isQueued() {
        return queued;
    }

    void queued(boolean newQueued) {
        queued = newQueued;
    }

    int waitingBytes() {
        return waitingBytes;
    }

    /// Of all streams that it was for.
    long sentBytes() {
        return sentBytes;
    }

    /// Nothing waits: the source may go on. With a window that stays shut, one read of each endpoint is all that waits.
    boolean isDrained() {
        return waitingBytes == 0;
    }

    /// Consumes the data.
    void send(ByteBuf data) {
        int bytes = data.readableBytes();
        if (bytes == 0) {
            data.release();
            return;
        }
        boolean fits = waitingBytes == 0
                && bytes <= Frames.MAX_PAYLOAD_BYTES
                && bytes <= windowBytes
                && bytes <= connection.windowBytes();
        if (fits) {
            write(data, bytes, false);
            return;
        }
        waiting.addLast(data);
        waitingBytes += bytes;
        connection.onWaiting(bytes);
        schedule();
        connection.pump();
    }

    private void schedule() {
        if (waitingBytes > 0 && windowBytes > 0) {
            connection.enqueue(this);
        }
    }

    private void write(ByteBuf data, int bytes, boolean isLast) {
        windowBytes -= bytes;
        sentBytes += bytes;
        connection.onSent(bytes);
        connection.out().data(streamId, data, isLast);
    }

    /// Nothing follows but these trailers.
    ///
    /// @param newTrailers a block of fields; empty: none
    void end(byte[] newTrailers) {
        ended = true;
        trailers = newTrailers;
        if (waitingBytes == 0) {
            writeEnd();
        }
    }

    /// Nothing follows.
    void end() {
        end(NONE);
    }

    private void writeEnd() {
        FrameWriter out = connection.out();
        if (trailers.length > 0) {
            out.headers(streamId, trailers, trailers.length, true);
        } else if (!out.tryEndStream(streamId)) {
            out.endStream(streamId);
        }
        listener.onOutputEnd();
    }

    /// Called by the connection when it is this stream's turn.
    void sendFrame() {
        int room = (int) Math.min(Math.min(windowBytes, connection.windowBytes()), Frames.MAX_PAYLOAD_BYTES);
        ByteBuf first = waiting.peekFirst();
        if (first == null || room <= 0) {
            return;
        }
        int bytes = Math.min(room, first.readableBytes());
        boolean isWhole = bytes == first.readableBytes();
        ByteBuf part = isWhole ? first : first.readRetainedSlice(bytes);
        if (isWhole) {
            waiting.pollFirst();
        }
        waitingBytes -= bytes;
        connection.onWaiting(-bytes);
        boolean isLast = ended && waitingBytes == 0 && trailers.length == 0;
        write(part, bytes, isLast);
        schedule();
        onSent(isLast);
    }

    private void onSent(boolean isLast) {
        if (isLast) {
            listener.onOutputEnd();
        } else if (ended && waitingBytes == 0) {
            writeEnd();
        } else if (isDrained()) {
            listener.onDrained();
        }
    }

    /// False: no window is so large.
    boolean tryWiden(long more) {
        windowBytes += more;
        if (windowBytes > Frames.MAX_31_BITS) {
            return false;
        }
        schedule();
        return true;
    }

    /// Drops what was not sent.
    void release() {
        connection.remove(this);
        connection.onWaiting(-waitingBytes);
        waitingBytes = 0;
        for (ByteBuf data = waiting.pollFirst(); data != null; data = waiting.pollFirst()) {
            data.release();
        }
    }
}
