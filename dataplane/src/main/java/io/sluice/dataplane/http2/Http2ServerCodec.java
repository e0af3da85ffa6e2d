package io.sluice.dataplane.http2;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Counter;

/// The proxy as an HTTP/2 server on one client connection. What is read goes to [ServerFrames]; each stream has an
/// exchange of its own; what they say in one turn of the loop leaves in one write.
public final class Http2ServerCodec extends ChannelInboundHandlerAdapter implements Runnable {

    private final Http2Context shared;
    private final Function<DownstreamStream, RequestListener> exchange;
    private ChannelHandlerContext context;
    private ServerConnection connection;
    private ServerFrames frames;
    private Reading reading;
    private boolean processing;
    private boolean hasMore; // that was read and waits for another turn

    /// @param exchange makes the listener for the requests of one stream after another
    @SuppressWarnings("NullAway.Init") // set in handlerAdded, before any other event
    public Http2ServerCodec(Http2Context shared, Function<DownstreamStream, RequestListener> exchange) {
        this.shared = shared;
        this.exchange = exchange;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        shared.counters().increment(Counter.HTTP2_CONNECTIONS);
        connection = new ServerConnection(shared, newContext, exchange);
        frames = new ServerFrames(connection);
        reading = new Reading(newContext.channel());
        connection.begin();
        reading.start();
        if (shared.isDraining()) {
            drain();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf data = (ByteBuf) message;
        int bytes = data.readableBytes();
        shared.counters().add(Counter.BYTES_RECEIVED, bytes);
        frames.add(data, context.alloc());
        process();
        connection.onGlitch(connection.glitches().onReceived(bytes));
    }

    private void process() {
        if (hasMore || processing) {
            return; // its turn will come
        }
        processing = true;
        hasMore = frames.process();
        processing = false;
        if (hasMore) {
            context.executor().execute(this);
        }
    }

    /// Another turn for what was read.
    @Override
    public void run() {
        hasMore = false;
        process();
        channelReadComplete(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        connection.onReadComplete();
        if (connection.isGone()) {
            return;
        }
        // A client that does not take what it is sent is not read: answers to its frames would pile up.
        if (!connection.isWritable()) {
            reading.stop();
        } else if (reading.isStopped()) {
            reading.start();
        } else if (!hasMore) {
            reading.onReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (connection.isGone() || !connection.isWritable()) {
            return;
        }
        connection.onWritable();
        if (!hasMore && !connection.isGone()) {
            reading.start();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            process();
            connection.onInputEnd();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        connection.onClosed();
        frames.drop();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        frames.drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        connection.onDefect(cause);
    }

    /// Serves what is on its way, and nothing more (RFC 9113, 6.8).
    public void drain() {
        connection.leave();
    }
}
