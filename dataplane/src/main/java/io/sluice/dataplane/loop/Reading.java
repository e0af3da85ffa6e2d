package io.sluice.dataplane.loop;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/// Whether a connection is read: the way in which back-pressure reaches the peer. Receives are asked for one by one, on
/// a channel without auto-read: switching that off would cancel the receive that io_uring has outstanding. So one
/// receive may still come while reading is stopped, and its bytes must be kept.
@OnLoop
public final class Reading {

    private final Channel channel;
    private boolean stopped = true;

    /// Does not read yet.
    ///
    /// @param channel without auto-read; its handler tells [#onReadComplete]
    public Reading(Channel channel) {
        this.channel = channel;
    }

    public void start() {
        if (stopped) {
            stopped = false;
            if (!hasEnded()) {
                channel.read();
            }
        }
    }

    /// The peer has ended its side. Asking epoll for more may fail then, and cost the connection.
    private boolean hasEnded() {
        return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
    }

    public void stop() {
        stopped = true;
    }

    public boolean isStopped() {
        return stopped;
    }

    public void onReadComplete() {
        if (!stopped) {
            channel.read();
        }
    }
}
