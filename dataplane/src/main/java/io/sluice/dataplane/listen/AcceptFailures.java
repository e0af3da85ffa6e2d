package io.sluice.dataplane.listen;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;

/// Pauses a listener that cannot accept, usually for want of file descriptors: trying at once again would only burn
/// the loop that must close connections.
final class AcceptFailures extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(AcceptFailures.class.getName());
    private static final long PAUSE_MILLIS = 100;
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LoopCounters counters;
    private long loggedNanos = System.nanoTime() - LOG_EVERY_NANOS;

    AcceptFailures(LoopCounters counters) {
        this.counters = counters;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        counters.increment(Counter.ACCEPT_FAILURES);
        Channel listener = context.channel();
        log(listener, cause);
        if (listener.config().isAutoRead()) {
            listener.config().setAutoRead(false);
            context.executor().schedule(() -> resume(listener), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void log(Channel listener, Throwable cause) {
        long now = System.nanoTime();
        if (now - loggedNanos >= LOG_EVERY_NANOS) {
            loggedNanos = now;
            String message = "cannot accept on " + listener.localAddress() + ": " + cause.getMessage()
                    + " (is the limit of open files too low?)";
            // Where file descriptors are short, logging may fail for the same reason; the loop must not.
            Thread.ofVirtual().name("accept-failure-log").start(() -> LOG.log(System.Logger.Level.ERROR, message));
        }
    }

    private static void resume(Channel listener) {
        if (listener.isOpen()) {
            listener.config().setAutoRead(true);
        }
    }
}
