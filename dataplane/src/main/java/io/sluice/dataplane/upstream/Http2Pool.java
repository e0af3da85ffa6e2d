package io.sluice.dataplane.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.netty.channel.ChannelHandler;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.http2.Http2ClientCodec;
import io.sluice.dataplane.http2.Http2Context;
import io.sluice.dataplane.http2.Http2Owner;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.EndpointMeter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;

/// One loop's HTTP/2 connections to one endpoint, each for many requests at a time. The first that has room is taken,
/// so
/// that there are as few as the requests under way need; another is opened when none has room, for as many waiters as
/// it
/// may carry (ADR 6).
@OnLoop
final class Http2Pool implements UpstreamPool, Http2Owner {

    private static final byte[] NO_PREFACE = {};

    private final CompiledEndpoint endpoint;
    private final EndpointMeter meter;
    private final Connector connector;
    private final Http2Context http2;
    private final LoopCounters counters;
    private final int maxConnections;
    private final long connectNanos;
    private final long pooledIdleNanos;
    private final UpstreamProtocol protocol;
    private final List<Http2ClientCodec> ready = new ArrayList<>(); // leaving ones too
    private final ArrayDeque<ConnectListener> waiting = new ArrayDeque<>();
    private int streamsPerConnection; // as the endpoint has said last
    private int opening;
    private boolean retired;
    private boolean serving;

    Http2Pool(
            CompiledCluster cluster,
            CompiledEndpoint endpoint,
            Connector connector,
            Http2Context http2,
            LoopCounters counters,
            Limits limits) {
        this.endpoint = endpoint;
        this.connector = connector;
        this.http2 = http2;
        this.counters = counters;
        maxConnections = limits.connectionsPerEndpoint();
        streamsPerConnection = limits.upstreamHttp2().streams();
        connectNanos = cluster.connectNanos();
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
    public UpstreamProtocol protocol() {
        return protocol;
    }

    @Override
    public boolean hasIdle() {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).hasRoom()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public UpstreamStream takeIdle() {
        counters.increment(Counter.UPSTREAM_REUSES);
        return take();
    }

    private UpstreamStream take() {
        int first = 0;
        while (!ready.get(first).hasRoom()) {
            first++;
        }
        UpstreamStream stream = ready.get(first).take();
        countIdle();
        return stream;
    }

    private void countIdle() {
        int count = 0;
        for (int i = 0; i < ready.size(); i++) {
            count += ready.get(i).isIdle() ? 1 : 0;
        }
        meter.idleConnections(count);
    }

    @Override
    public boolean isFull() {
        return isAtLimit() && waiting.size() >= roomToCome();
    }

    private boolean isAtLimit() {
        return opening + ready.size() >= maxConnections;
    }

    /// How many streams the connections that are being opened may carry.
    private int roomToCome() {
        return opening * streamsPerConnection;
    }

    // ---- opening ----

    @Override
    public void connect(long timeoutNanos, ForwardedFields client, ConnectListener listener) {
        waiting.addLast(listener);
        openForThoseWaiting(timeoutNanos);
        if (isAtLimit()) {
            serve();
        }
    }

    private void openForThoseWaiting(long timeoutNanos) {
        while (waiting.size() > roomToCome() && !isAtLimit()) {
            opening++;
            Http2ClientCodec.Terms terms =
                    new Http2ClientCodec.Terms(protocol.tls() != null, timeoutNanos, pooledIdleNanos);
            Http2ClientCodec codec = new Http2ClientCodec(http2, this, terms);
            connector.connect(endpoint.endpoint().address(), timeoutNanos, protocol, new Opened(codec));
        }
    }

    /// A connection for whoever waits when it is ready.
    private record Opened(Http2ClientCodec connection) implements Connector.Opening {

        @Override
        public ChannelHandler codec() {
            return connection;
        }

        @Override
        public byte[] preface() {
            return NO_PREFACE;
        }

        @Override
        public void onOpen() {
            connection.start();
        }

        @Override
        public void onFailed(Failure failure) {
            connection.abandon(failure);
        }

        @Override
        public void onDefect(Throwable cause) {
            connection.onDefect(cause);
        }
    }

    @Override
    public void connectRaw(long timeoutNanos, RawConnectListener listener) {
        connector.connectRaw(endpoint.endpoint().address(), timeoutNanos, listener);
    }

    @Override
    public void onReady(Http2ClientCodec connection) {
        opening--;
        ready.add(connection);
        streamsPerConnection = Math.max(1, connection.maxStreams());
        boolean isUseless = !connection.hasRoom();
        serve();
        if (retired || isUseless) {
            connection.leave();
        }
        if (!isUseless) {
            openForThoseWaiting(connectNanos);
        }
        failThoseTooMany(Failure.REFUSED_BY_ENDPOINT);
    }

    @Override
    public void onRoom(Http2ClientCodec connection) {
        serve();
        countIdle();
    }

    /// Gives streams to those that wait, as long as there are some.
    private void serve() {
        if (serving) {
            return; // the one that is under way goes on
        }
        serving = true;
        while (!waiting.isEmpty() && hasIdle()) {
            waiting.pollFirst().onConnected(take());
        }
        serving = false;
    }

    @Override
    public void onClosed(Http2ClientCodec connection, Failure failure) {
        counters.increment(Counter.UPSTREAM_CLOSED);
        if (ready.remove(connection)) {
            openForThoseWaiting(connectNanos);
        } else {
            opening--;
            failThoseTooMany(failure);
        }
        countIdle();
    }

    /// Those that no connection which is being opened can carry. They may ask again from within.
    private void failThoseTooMany(Failure failure) {
        List<ConnectListener> failed = new ArrayList<>();
        while (waiting.size() > roomToCome()) {
            failed.add(waiting.pollLast());
        }
        failed.forEach(listener -> listener.onConnectFailed(failure));
    }

    @Override
    public void closeIdle() {
        for (Http2ClientCodec connection : new ArrayList<>(ready)) {
            if (connection.isIdle()) {
                connection.leave();
            }
        }
    }

    @Override
    public void retire() {
        retired = true;
        for (Http2ClientCodec connection : new ArrayList<>(ready)) {
            connection.leave();
        }
    }
}
