package io.sluice.dataplane.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.netty.channel.Channel;

/// Errors of our own that a connection ran into. They are logged with the peer and counted, and cost that connection
/// alone; what goes wrong between hosts is no defect, and is quiet.
public final class Defects {

    private static final System.Logger LOG = System.getLogger(Defects.class.getName());

    private Defects() {}

    /// Logs and counts the cause, unless it is an I/O error. Another thread logs: that may block, or fail for the same
    /// want of memory or files, and neither may harm the loop.
    public static void report(LoopCounters counters, Channel channel, Throwable cause) {
        // Netty wraps what epoll says of a socket that the peer has reset; it closes the channel by itself.
        if (cause instanceof IOException || cause instanceof UncheckedIOException) {
            return;
        }
        counters.increment(Counter.INTERNAL_ERRORS);
        String message = "closing connection with " + channel.remoteAddress();
        Thread.ofVirtual().name("defect-log").start(() -> LOG.log(System.Logger.Level.ERROR, message, cause));
    }
}
