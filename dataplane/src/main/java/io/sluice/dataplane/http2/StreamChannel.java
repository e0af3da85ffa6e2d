package io.sluice.dataplane.http2;

import java.net.SocketAddress;
import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.Limits;

/// A stream that has become a tunnel, as a channel: what a relay between two connections asks of a connection. The
/// stream's window is widened as the relay reads; what the relay writes waits here until the stream can send.
@OnLoop
final class StreamChannel extends AbstractChannel implements DuplexChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final ServerConnection connection;
    private final ServerStream stream;
    private final StreamConfig config;
    private final ArrayDeque<ByteBuf> received = new ArrayDeque<>();
    private boolean open = true;
    private boolean readPending;
    private boolean reading;
    private boolean receivedEnd;
    private boolean inputShutdown; // and the relay knows
    private boolean outputShutdown;
    private boolean streamOver;

    StreamChannel(ServerConnection connection, ServerStream stream) {
        super(connection.channel());
        this.connection = connection;
        this.stream = stream;
        config = new StreamConfig(connection.shared().limits());
        connection.channel().eventLoop().register(this);
        receivedEnd = stream.input().isEnded();
    }

    // ---- what the stream tells ----

    /// Consumes the data.
    void onReceived(ByteBuf data) {
        received.addLast(data);
        deliver();
    }

    void onReceivedEnd() {
        receivedEnd = true;
        deliver();
    }

    /// The stream can send again.
    void onSendable() {
        unsafe().flush();
    }

    /// The stream is over, without an end of its own.
    void onReset() {
        streamOver = true;
        unsafe().close(voidPromise());
    }

    /// As much as the relay has asked for.
    private void deliver() {
        if (reading) {
            return; // the round that is under way goes on
        }
        reading = true;
        while (readPending && !received.isEmpty()) {
            readPending = false;
            ByteBuf data = received.pollFirst();
            connection.onTaken(stream, data.readableBytes());
            pipeline().fireChannelRead(data);
            pipeline().fireChannelReadComplete();
        }
        reading = false;
        if (receivedEnd && received.isEmpty() && !inputShutdown) {
            inputShutdown = true;
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            endIfBothEnded();
        }
    }

    // ---- what the relay asks ----

    @Override
    protected void doBeginRead() {
        readPending = true;
        deliver();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        while (out.current() instanceof ByteBuf data && stream.isWritable() && !streamOver) {
            stream.sendBody(data.retain());
            out.remove();
        }
        if (!streamOver) {
            stream.flush();
        }
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        endOutput();
        return promise.setSuccess();
    }

    private void endOutput() {
        if (!outputShutdown && !streamOver) {
            outputShutdown = true;
            stream.output().end();
            connection.scheduleFlush();
        }
        endIfBothEnded();
    }

    private void endIfBothEnded() {
        boolean isOver = inputShutdown && outputShutdown && stream.output().waitingBytes() == 0;
        if (isOver && !streamOver) {
            streamOver = true;
            stream.onTunnelEnd();
        }
    }

    @Override
    protected void doClose() {
        open = false;
        for (ByteBuf data = received.pollFirst(); data != null; data = received.pollFirst()) {
            connection.onTaken(data.readableBytes());
            data.release();
        }
        if (streamOver) {
            return;
        }
        if (config.resets) {
            streamOver = true;
            connection.closeTunnel(stream, ErrorCode.CONNECT_ERROR);
            return;
        }
        endOutput();
        if (!streamOver && stream.output().waitingBytes() == 0) {
            streamOver = true;
            connection.closeTunnel(stream, ErrorCode.NO_ERROR);
        }
    }

    // ---- what every channel says ----

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public boolean isInputShutdown() {
        return inputShutdown;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public boolean isShutdown() {
        return inputShutdown && outputShutdown;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    /// The client cannot be told to send no more but by a reset.
    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setSuccess();
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdownOutput();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return shutdownOutput(promise);
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return parent().localAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return parent().remoteAddress();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("a stream is not bound");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new StreamUnsafe();
    }

    private final class StreamUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("a stream is connected"));
        }
    }

    /// A relay says by SO_LINGER that it means a reset.
    private final class StreamConfig extends DefaultChannelConfig {

        private boolean resets;

        StreamConfig(Limits limits) {
            super(StreamChannel.this);
            setAutoRead(false);
            setAllocator(connection.allocator());
            setWriteBufferWaterMark(new WriteBufferWaterMark(limits.writeLowBytes(), limits.writeHighBytes()));
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (ChannelOption.SO_LINGER.equals(option)) {
                resets = true;
                return true;
            }
            return super.setOption(option, value);
        }
    }
}
