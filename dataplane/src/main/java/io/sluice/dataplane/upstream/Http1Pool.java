package io.sluice.dataplane.upstream;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.http1.ConnectionOwner;
import io.sluice.dataplane.http1.Http1ClientCodec;
import io.sluice.dataplane.http1.Http1Context;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.EndpointMeter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;

/// One loop's HTTP/1.1 connections to one endpoint, each for one request at a time. The one used last is taken first:
/// it
/// is warm, and the others may grow old and close.
@OnLoop
final class Http1Pool implements UpstreamPool, ConnectionOwner {

    private static final byte[] NO_PREFACE = {};

    private final CompiledEndpoint endpoint;
    private final EndpointMeter meter;
    private final Connector connector;
    private final Http1Context http1;
    private final LoopCounters counters;
    private final int maxConnections;
    private final long pooledIdleNanos;
    private final UpstreamProtocol protocol;
    private final ArrayDeque<Http1ClientCodec> idle = new ArrayDeque<>();
    private int open; // connecting, idle and in use
    private boolean retired;

    Http1Pool(
            CompiledCluster cluster,
            CompiledEndpoint endpoint,
            Connector connector,
            Http1Context http1,
            LoopCounters counters,
            int maxConnections) {
        this.endpoint = endpoint;
        this.connector = connector;
        this.http1 = http1;
        this.counters = counters;
        this.maxConnections = maxConnections;
        pooledIdleNanos = cluster.pooledIdleNanos();
        protocol = cluster.cluster().protocol();
        meter = new EndpointMeter(cluster.name(), endpoint.endpoint().hostAndPort());
    }

    @Override
    public CompiledEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public EndpointMeter meter() {
        return meter;
    }

    @Override
    public boolean hasIdle() {
        return !idle.isEmpty();
    }

    @Override
    public UpstreamStream takeIdle() {
        Http1ClientCodec connection = idle.removeLast();
        meter.idleConnections(idle.size());
        counters.increment(Counter.UPSTREAM_REUSES);
        return connection;
    }

    @Override
    public boolean isFull() {
        return open >= maxConnections;
    }

    @Override
    public UpstreamProtocol protocol() {
        return protocol;
    }

    @Override
    public void connect(long timeoutNanos, ForwardedFields client, ConnectListener listener) {
        open++;
        byte[] preface = protocol.proxyProtocol() ? client.proxyHeader() : NO_PREFACE;
        Http1ClientCodec codec = new Http1ClientCodec(http1, this);
        connector.connect(endpoint.endpoint().address(), timeoutNanos, protocol, new Opened(codec, preface, listener));
    }

    /// A connection for one listener.
    @SuppressWarnings("ArrayRecordComponent") // written, never compared
    private record Opened(Http1ClientCodec codec, byte[] preface, ConnectListener listener)
            implements Connector.Opening {

        @Override
        public void onOpen() {
            listener.onConnected(codec);
        }

        @Override
        public void onFailed(Failure failure) {
            codec.cancel();
            listener.onConnectFailed(failure);
        }

        @Override
        public void onDefect(Throwable cause) {
            codec.onDefect(cause);
        }
    }

    @Override
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

    @Override
    public void retire() {
        retired = true;
        closeIdle();
    }

    @Override
    public void closeIdle() {
        while (!idle.isEmpty()) {
            idle.removeLast().close();
        }
        meter.idleConnections(0);
    }
}
