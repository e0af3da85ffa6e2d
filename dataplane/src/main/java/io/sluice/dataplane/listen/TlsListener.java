package io.sluice.dataplane.listen;

import java.util.function.Supplier;

import io.sluice.dataplane.loop.Deadlines;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.TlsOptions;
import io.sluice.dataplane.snapshot.CompiledTls;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.tls.TlsContexts;
import org.jspecify.annotations.Nullable;

/// What all TLS connections of one loop share.
@OnLoop
final class TlsListener {

    private final Loop loop;
    private final LoopCounters counters;
    private final TlsContexts contexts;
    private final Supplier<Snapshot> snapshot;
    private final long helloNanos;
    private final long handshakeMillis;

    /// @param snapshot the present one
    TlsListener(
            Loop loop, LoopCounters counters, TlsContexts contexts, TlsOptions options, Supplier<Snapshot> snapshot) {
        this.loop = loop;
        this.counters = counters;
        this.contexts = contexts;
        this.snapshot = snapshot;
        helloNanos = options.hello().toNanos();
        handshakeMillis = options.handshake().toMillis();
    }

    /// What the host of that name wants; null: nobody has it.
    @Nullable
    CompiledTls find(byte[] name, int nameBytes) {
        return snapshot.get().tls(name, 0, nameBytes);
    }

    Deadlines deadlines() {
        return loop.deadlines();
    }

    LoopCounters counters() {
        return counters;
    }

    TlsContexts contexts() {
        return contexts;
    }

    long helloNanos() {
        return helloNanos;
    }

    long handshakeMillis() {
        return handshakeMillis;
    }
}
