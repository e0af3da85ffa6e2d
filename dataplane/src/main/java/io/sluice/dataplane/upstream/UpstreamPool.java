package io.sluice.dataplane.upstream;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http1.ConnectionOwner;
import io.sluice.dataplane.http1.Http1ClientCodec;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.EndpointMeter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTls;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import org.jspecify.annotations.Nullable;

/// One loop's connections to one endpoint. The one used last is taken first: it is warm, and the others may grow old
/// and
/// close.
@OnLoop
public final class UpstreamPool implements ConnectionOwner {

    private static final byte[] NO_PREFACE = {};

    private final CompiledEndpoint endpoint;
    private final EndpointMeter meter;
    private final Connector connector;
    private final LoopCounters counters;
    private final int maxConnections;
    private final long pooledIdleNanos;
    private final UpstreamProtocol protocol;
    private final ArrayDeque<Http1ClientCodec> idle = new ArrayDeque<>();
    private int open; // connecting, idle and in use
    private boolean retired;

    UpstreamPool(
            CompiledCluster cluster,
            CompiledEndpoint endpoint,
            Connector connector,
            LoopCounters counters,
            int maxConnections) {
        this.endpoint = endpoint;
        this.connector = connector;
        this.counters = counters;
        this.maxConnections = maxConnections;
        pooledIdleNanos = cluster.pooledIdleNanos();
        protocol = cluster.cluster().protocol();
        meter = new EndpointMeter(cluster.name(), endpoint.endpoint().hostAndPort());
    }

    public CompiledEndpoint endpoint() {
        return endpoint;
    }

    public EndpointMeter meter() {
        return meter;
    }

    public boolean hasIdle() {
        return !idle.isEmpty();
    }

    /// Of a pool that has one.
    public Http1ClientCodec takeIdle() {
        Http1ClientCodec connection = idle.removeLast();
        meter.idleConnections(idle.size());
        counters.increment(Counter.UPSTREAM_REUSES);
        return connection;
    }

    /// No more connections may be opened.
    public boolean isFull() {
        return open >= maxConnections;
    }

    UpstreamProtocol protocol() {
        return protocol;
    }

    /// Null: connections are plain.
    @Nullable
    UpstreamTls tls() {
        return protocol.tls();
    }

    /// Opens one more; tells the listener from within this call, or later.
    ///
    /// @param client for whom
    public void connect(long timeoutNanos, ForwardedFields client, ConnectListener listener) {
        open++;
        byte[] preface = protocol.proxyProtocol() ? client.proxyHeader() : NO_PREFACE;
        connector.connect(endpoint.endpoint().address(), timeoutNanos, preface, this, listener);
    }

    /// Opens a connection that is never pooled; it does not count towards the limit of those that are.
    public void connectRaw(long timeoutNanos, RawConnectListener listener) {
        connector.connectRaw(endpoint.endpoint().address(), timeoutNanos, listener);
    }

    @Override
    public void onReusable(Http1ClientCodec connection) {
        long nanos = idleNanos(connection.keepAliveSeconds());
        // A PROXY header names one client, and the next request may be another's.
        if (retired || protocol.proxyProtocol() || nanos <= 0) {
            connection.close();
            return;
        }
        idle.addLast(connection);
        meter.idleConnections(idle.size());
        connection.idleFor(nanos);
    }

    /// An endpoint that closes idle connections must not do so while a request is on its way: we are a second earlier.
    private long idleNanos(int keepAliveSeconds) {
        if (keepAliveSeconds < 0) {
            return pooledIdleNanos;
        }
        return Math.min(pooledIdleNanos, TimeUnit.SECONDS.toNanos(keepAliveSeconds - 1L));
    }

    @Override
    public void onClosed(Http1ClientCodec connection) {
        open--;
        counters.increment(Counter.UPSTREAM_CLOSED);
        if (idle.removeLastOccurrence(connection)) {
            meter.idleConnections(idle.size());
        }
    }

    /// The endpoint is no longer published: idle connections close now, the others behind their response.
    void retire() {
        retired = true;
        while (!idle.isEmpty()) {
            idle.removeLast().close();
        }
        meter.idleConnections(0);
    }
}
