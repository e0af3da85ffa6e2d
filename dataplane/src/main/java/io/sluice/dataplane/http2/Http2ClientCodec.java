package io.sluice.dataplane.http2;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.Reading;
import org.jspecify.annotations.Nullable;

/// The proxy as an HTTP/2 client on one connection to an endpoint, which many exchanges share. What is read goes to
/// [ClientFrames]; what the streams say in one turn of the loop leaves in one write. It is always read: an endpoint
/// that
/// waits for us to read would not read us, and what we must answer to its frames is bounded.
public final class Http2ClientCodec extends ChannelInboundHandlerAdapter {

    private final Http2Context shared;
    private final Http2Owner owner;
    private final Terms terms;
    private @Nullable ClientConnection connection; // null: not even a socket could be had
    private ClientFrames frames;
    private Reading reading;
    private boolean started;
    private boolean processing;

    /// @param isTls below HTTP
    /// @param readyNanos until the endpoint must have told its settings
    /// @param idleNanos of a connection without streams; then it is closed
    public record Terms(boolean isTls, long readyNanos, long idleNanos) {}

    @SuppressWarnings("NullAway.Init") // set in handlerAdded, before any other event
    public Http2ClientCodec(Http2Context shared, Http2Owner owner, Terms terms) {
        this.shared = shared;
        this.owner = owner;
        this.terms = terms;
    }

    // ---- what the owner asks ----

    /// The connection is there: HTTP/2 begins.
    public void start() {
        started = true;
        connection().begin(terms.readyNanos());
        process();
        reading.start();
    }

    /// There will be no connection.
    public void abandon(Failure failure) {
        if (connection == null) {
            owner.onClosed(this, failure);
        } else {
            connection.onUnopened(failure);
        }
    }

    /// A stream can be taken.
    public boolean hasRoom() {
        return connection().hasRoom();
    }

    /// How many streams it carries at once, by our limit and the endpoint's.
    public int maxStreams() {
        return connection().maxStreams();
    }

    /// It takes streams, and has none.
    public boolean isIdle() {
        return connection().isIdle();
    }

    /// To be begun, or given back, before anything else happens.
    public UpstreamStream take() {
        return connection().take();
    }

    /// No stream is to begin any more: it closes behind the last one.
    public void leave() {
        connection().leave();
    }

    public void onDefect(Throwable cause) {
        connection().onDefect(cause);
    }

    private ClientConnection connection() {
        assert connection != null;
        return connection;
    }

    // ---- what the channel tells ----

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = new ClientConnection(shared, context, this, owner, terms);
        frames = new ClientFrames(connection);
        reading = new Reading(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        int bytes = data.readableBytes();
        frames.add(data, context.alloc());
        connection().waits().onReceived();
        process();
        connection().onGlitch(connection().glitches().onReceived(bytes));
    }

    private void process() {
        if (started && !processing) {
            processing = true;
            frames.process();
            processing = false;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        connection().onReadComplete();
        if (!connection().isGone()) {
            reading.onReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (!connection().isGone() && connection().isWritable()) {
            connection().onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        connection().onClosed();
        frames.drop();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        frames.drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof IOException) {
            connection().onBroken();
        } else {
            connection().onDefect(cause);
        }
    }
}
