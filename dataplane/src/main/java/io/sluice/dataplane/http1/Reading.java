package io.sluice.dataplane.http1;

import io.netty.channel.Channel;

/// Whether a connection is read: the way in which back-pressure reaches the peer.
final class Reading {

    private Reading() {}

    static void start(Channel channel) {
        if (!channel.config().isAutoRead() && channel.isOpen()) {
            channel.config().setAutoRead(true);
        }
    }

    static void stop(Channel channel) {
        if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
        }
    }
}
