package io.sluice.dataplane.http2;

import java.util.ArrayDeque;

import io.sluice.dataplane.loop.OnLoop;

/// The streams of one connection that have content to send: in turn, a frame each, as far as the connection's window
/// reaches.
@OnLoop
final class SendQueue {

    private final FrameWriter out;
    private final ArrayDeque<StreamOutput> ready = new ArrayDeque<>();
    private long windowBytes = PeerSettings.DEFAULT_WINDOW_BYTES;
    private long waitingBytes; // of all streams
    private boolean pumping;

    SendQueue(FrameWriter out) {
        this.out = out;
    }

    FrameWriter out() {
        return out;
    }

    int windowBytes() {
        return (int) windowBytes;
    }

    void onSent(int bytes) {
        windowBytes -= bytes;
    }

    void onWaiting(int more) {
        waitingBytes += more;
    }

    /// What all streams have waiting.
    long waitingBytes() {
        return waitingBytes;
    }

    /// False: no window is so large.
    boolean tryWiden(int more) {
        windowBytes += more;
        if (windowBytes > Frames.MAX_31_BITS) {
            return false;
        }
        pump();
        return true;
    }

    /// The stream has something to send and a window for it.
    void enqueue(StreamOutput stream) {
        if (!stream.isQueued()) {
            stream.queued(true);
            ready.addLast(stream);
        }
    }

    void pump() {
        if (pumping) {
            return; // the one that is under way goes on
        }
        pumping = true;
        while (windowBytes > 0 && !ready.isEmpty()) {
            StreamOutput stream = ready.pollFirst();
            stream.queued(false);
            stream.sendFrame();
        }
        pumping = false;
    }

    void remove(StreamOutput stream) {
        if (stream.isQueued()) {
            stream.queued(false);
            ready.remove(stream);
        }
    }
}
