package io.sluice.dataplane.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.model.UpstreamTls;

/// Contexts of TLS to endpoints, by what is asked of their certificates; made when first asked for, off the loops, and
/// shared by them (ADR 4).
public final class ClientContexts implements AutoCloseable {

    /// Services that ask alike share one; the one that was not used for the longest goes first.
    private static final int MAX_CONTEXTS = 1024;

    private final Executor executor;
    private final Map<Key, CompletableFuture<SslContext>> contexts = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(boolean verify, String authorities, boolean isNamed, String alpn) {}

    /// @param executor runs what may block
    public ClientContexts(Executor executor) {
        this.executor = executor;
    }

    /// It fails when the authorities cannot be read.
    ///
    /// @param alpn what is to be spoken inside
    @AnyThread
    public synchronized CompletableFuture<SslContext> get(UpstreamTls wanted, String alpn) {
        Key key = new Key(
                wanted.verify(), wanted.authorities(), !wanted.serverName().isEmpty(), alpn);
        CompletableFuture<SslContext> context = contexts.computeIfAbsent(
                key, made -> CompletableFuture.supplyAsync(() -> context(wanted, alpn), executor));
        trim();
        return context;
    }

    private void trim() {
        Iterator<CompletableFuture<SslContext>> oldest = contexts.values().iterator();
        while (contexts.size() > MAX_CONTEXTS && oldest.hasNext()) {
            oldest.next().thenAccept(ReferenceCountUtil::release);
            oldest.remove();
        }
    }

    private static SslContext context(UpstreamTls wanted, String alpn) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(ServerContext.PROVIDER)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm(
                            wanted.verify() && !wanted.serverName().isEmpty() ? "HTTPS" : null)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            List.of(alpn)));
            if (!wanted.verify()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (!wanted.authorities().isEmpty()) {
                builder.trustManager(
                        new ByteArrayInputStream(wanted.authorities().getBytes(StandardCharsets.US_ASCII)));
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new CompletionException("the authorities of TLS to endpoints cannot be used", e);
        }
    }

    /// What encrypts one connection.
    public static SslHandler handler(
            SslContext context, UpstreamTls wanted, ByteBufAllocator allocator, int port, long timeoutNanos) {
        SslHandler handler = wanted.serverName().isEmpty()
                ? context.newHandler(allocator)
                : context.newHandler(allocator, wanted.serverName(), port);
        handler.setHandshakeTimeoutMillis(Math.max(1, timeoutNanos / 1_000_000));
        return handler;
    }

    @Override
    public synchronized void close() {
        contexts.values().forEach(context -> context.thenAccept(ReferenceCountUtil::release));
        contexts.clear();
    }
}
