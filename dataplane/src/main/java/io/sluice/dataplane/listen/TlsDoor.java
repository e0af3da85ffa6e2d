package io.sluice.dataplane.listen;

import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Reading;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.Defects;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.snapshot.CompiledTls;
import io.sluice.dataplane.tls.TlsContexts;

/// The start of a TLS connection: reads its ClientHello without taking it, and lets the server name decide: to end TLS
/// here, to pass everything on, or to refuse with the alert that says why.
final class TlsDoor extends ChannelInboundHandlerAdapter {

    private static final byte DECODE_ERROR = 50;
    private static final byte INTERNAL_ERROR = 80;
    private static final byte UNRECOGNIZED_NAME = 112;

    private final TlsListener shared;
    private final Channel channel;
    private final Opening opening;
    private final Reading reading;
    private final ClientHelloReader hello = new ClientHelloReader();
    private final Deadline deadline = new HelloDeadline();
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean decided;
    private boolean gone;

    /// Goes on with the connection. The door has left.
    interface Opening {

        /// TLS was agreed on; what comes from now on is plain.
        void onTerminated(CompiledTls tls, SslHandler handler);

        /// What was received is to go to an endpoint first.
        ///
        /// @param received consumed
        void onPassthrough(CompiledTls tls, ByteBuf received);
    }

    TlsDoor(TlsListener shared, Channel channel, Opening opening) {
        this.shared = shared;
        this.channel = channel;
        this.opening = opening;
        reading = new Reading(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        shared.deadlines().arm(deadline, System.nanoTime() + shared.helloNanos());
        reading.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        add((ByteBuf) message, context);
        if (decided || gone) {
            return; // kept until the certificate is there
        }
        switch (hello.read(received)) {
            case INCOMPLETE -> {}
            case COMPLETE -> decide();
            case REFUSED -> refuse(DECODE_ERROR);
        }
    }

    private void add(ByteBuf data, ChannelHandlerContext context) {
        if (!received.isReadable()) {
            received.release();
            received = data;
            return;
        }
        if (received.writableBytes() < data.readableBytes()) {
            int capacity = Math.max(2048, 2 * (received.readableBytes() + data.readableBytes()));
            ByteBuf larger = context.alloc().directBuffer(capacity).writeBytes(received);
            received.release();
            received = larger;
        }
        received.writeBytes(data);
        data.release();
    }

    private void decide() {
        decided = true;
        reading.stop();
        shared.deadlines().remove(deadline);
        CompiledTls tls = shared.find(hello.name(), hello.nameBytes());
        if (tls == null) {
            refuse(UNRECOGNIZED_NAME);
            return;
        }
        switch (tls.tls()) {
            case HostTls.Terminate terminate -> load(tls, terminate.identity(), terminate.clients());
            case HostTls.Passthrough passthrough -> passOn(tls);
        }
    }

    private void passOn(CompiledTls tls) {
        ByteBuf all = take();
        channel.pipeline().remove(this);
        opening.onPassthrough(tls, all);
    }

    private void load(CompiledTls tls, String identity, ClientCertificates clients) {
        CompletableFuture<SslContext> context = shared.contexts().get(new TlsContexts.Key(identity, clients));
        if (context.isDone()) {
            onContext(tls, context, false);
            return;
        }
        context.whenComplete((ready, failure) -> channel.eventLoop().execute(() -> onContext(tls, context, true)));
    }

    private void onContext(CompiledTls tls, CompletableFuture<SslContext> loaded, boolean isLate) {
        if (loaded.isCompletedExceptionally()) {
            shared.counters().increment(Counter.TLS_CERTIFICATE_FAILURES);
            refuse(INTERNAL_ERROR);
            return;
        }
        SslContext context = loaded.join();
        if (!gone) {
            begin(tls, context, isLate);
        }
        ReferenceCountUtil.release(context);
    }

    private void begin(CompiledTls tls, SslContext context, boolean isLate) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(shared.handshakeMillis());
        ByteBuf all = take();
        channel.pipeline().addLast(handler, new TlsEvents(shared, () -> opening.onTerminated(tls, handler)));
        channel.pipeline().remove(this);
        channel.pipeline().fireChannelRead(all);
        if (isLate) {
            channel.pipeline().fireChannelReadComplete();
        }
    }

    private ByteBuf take() {
        ByteBuf all = received;
        received = Unpooled.EMPTY_BUFFER;
        return all;
    }

    /// Says why in an alert, in the clear: nothing has been agreed on yet (RFC 8446, 6).
    private void refuse(byte description) {
        if (gone) {
            return;
        }
        shared.counters().increment(Counter.TLS_REFUSED);
        boolean isTls = received.isReadable() && received.getByte(received.readerIndex()) == 22;
        release();
        if (isTls) {
            byte[] alert = {21, 3, 3, 0, 2, 2, description};
            channel.writeAndFlush(Unpooled.wrappedBuffer(alert)).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    private void release() {
        gone = true;
        reading.stop();
        shared.deadlines().remove(deadline);
        take().release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading.onReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            release();
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Defects.report(shared.counters(), channel, cause);
        release();
        channel.close();
    }

    private final class HelloDeadline extends Deadline {
        @Override
        protected void onDeadline(long nowNanos) {
            shared.counters().increment(Counter.TLS_HANDSHAKE_TIMEOUTS);
            release();
            channel.close();
        }
    }
}
