package io.sluice.dataplane.http1;

import java.io.UncheckedIOException;

import io.netty.channel.Channel;

/// Whether a connection is read: the way in which back-pressure reaches the peer.
final class Reading {

    private Reading() {}

    static void start(Channel channel) {
        if (!channel.config().isAutoRead() && channel.isOpen()) {
            set(channel, true);
        }
    }

    static void stop(Channel channel) {
        if (channel.config().isAutoRead()) {
            set(channel, false);
        }
    }

    /// A socket that the peer has reset may be gone from epoll before the channel knows: it is closed, as it will be.
    private static void set(Channel channel, boolean reading) {
        try {
            channel.config().setAutoRead(reading);
        } catch (UncheckedIOException e) {
            channel.close();
        }
    }
}
