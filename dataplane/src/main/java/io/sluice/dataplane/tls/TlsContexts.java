package io.sluice.dataplane.tls;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.TlsOptions;

/// TLS contexts by certificate, made when first asked for, off the loops. At most so many at once: the one that was not
/// asked for the longest goes first. All loops share them (ADR 4), and ask once a handshake.
public final class TlsContexts implements AutoCloseable {

    /// A name of 16 bytes, a key to sign and one to encrypt.
    public static final int TICKET_KEY_BYTES = ServerContext.TICKET_KEY_BYTES;

    /// What could not be loaded is not asked for again so soon.
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TlsOptions options;
    private final IdentitySource identities;
    private final Executor executor;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // least recently used first
    private List<byte[]> ticketKeys = List.of();
    private boolean closed;

    /// @param clients whose certificates are asked for
    public record Key(String identity, ClientCertificates clients) {}

    private record Entry(CompletableFuture<SslContext> context, long sinceNanos) {

        boolean isFailedLongAgo(long now) {
            return context.isCompletedExceptionally() && now - sinceNanos > RETRY_NANOS;
        }

        void release() {
            context.thenAccept(ReferenceCountUtil::release);
        }
    }

    /// @param executor runs what may block
    public TlsContexts(TlsOptions options, IdentitySource identities, Executor executor) {
        this.options = options;
        this.identities = identities;
        this.executor = executor;
    }

    /// The context of a certificate: at once when it is ready, or later, on another thread. It fails when the
    /// certificate cannot be had or used. The caller releases what it is given.
    @AnyThread
    public synchronized CompletableFuture<SslContext> get(Key key) {
        long now = System.nanoTime();
        Entry known = entries.get(key);
        if (known == null || known.isFailedLongAgo(now)) {
            known = new Entry(load(key), now);
            entries.put(key, known);
            trim();
        }
        CompletableFuture<SslContext> context = known.context();
        if (context.isDone() && !context.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(ReferenceCountUtil.retain(context.join()));
        }
        return context.thenApply(ReferenceCountUtil::retain);
    }

    private CompletableFuture<SslContext> load(Key key) {
        List<byte[]> keys = ticketKeys;
        return CompletableFuture.supplyAsync(
                () -> ServerContext.of(identities.load(key.identity()), key.clients(), options, keys), executor);
    }

    private void trim() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > options.contexts() && oldest.hasNext()) {
            Entry entry = oldest.next();
            oldest.remove();
            entry.release();
        }
    }

    /// Lets go of all others: no host uses them any more.
    @AnyThread
    public synchronized void retain(Set<String> used) {
        entries.entrySet().removeIf(entry -> {
            boolean isUnused = !used.contains(entry.getKey().identity());
            if (isUnused) {
                entry.getValue().release();
            }
            return isUnused;
        });
    }

    /// Keys of session tickets (RFC 5077): the first makes tickets, the others still read them.
    ///
    /// @param keys of [#TICKET_KEY_BYTES] each, secret; replicas that share them resume each other's
    ///     sessions. Empty: each context has one of its own
    @AnyThread
    public synchronized void ticketKeys(List<byte[]> keys) {
        ticketKeys = keys.stream().map(byte[]::clone).toList();
        List<byte[]> now = ticketKeys;
        entries.forEach((key, entry) ->
                entry.context().thenAccept(context -> ServerContext.setTicketKeys(context, key.clients(), now)));
    }

    /// How many are there, or on their way.
    @AnyThread
    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(Entry::release);
        entries.clear();
    }

    @AnyThread
    public synchronized boolean isClosed() {
        return closed;
    }
}
