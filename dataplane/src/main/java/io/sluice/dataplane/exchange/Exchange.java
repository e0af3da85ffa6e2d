package io.sluice.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseListener;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.http1.Http1ClientCodec;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.loop.RequestIds;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledRoute;
import io.sluice.dataplane.tunnel.TcpRelay;
import io.sluice.dataplane.upstream.ConnectListener;
import io.sluice.dataplane.upstream.UpstreamPool;
import org.jspecify.annotations.Nullable;

/// The life of a request: route, pick an endpoint, send, relay, answer. One per client connection, for one
/// request after another. It holds no bytes: when one side cannot take more, the other is not read.
@OnLoop
public final class Exchange implements RequestListener, ResponseListener, ConnectListener {

    private final ExchangeContext shared;
    private final DownstreamStream downstream;
    private final ForwardedFields forwarded;
    private final byte[] requestId = new byte[RequestIds.LENGTH];
    private final Attempts attempts;
    private final Accounting accounting;
    private ExchangeState state = ExchangeState.IDLE;
    private @Nullable RequestHead head;
    private @Nullable CompiledRoute route;
    private @Nullable UpstreamPool pool; // of the attempt under way
    private @Nullable UpstreamStream upstream; // from WAITING on
    private boolean requestEnded;
    private boolean clientPaused;
    private boolean endpointPaused;

    public Exchange(ExchangeContext shared, DownstreamStream downstream, ForwardedFields forwarded) {
        this.shared = shared;
        this.downstream = downstream;
        this.forwarded = forwarded;
        attempts = new Attempts(shared);
        accounting = new Accounting(shared.meters());
    }

    // ---- the request arrives ----

    @Override
    public void onRequestHead(RequestHead request) {
        assert state == ExchangeState.IDLE;
        begin(request);
        Failure failure = PathNormalizer.normalize(request);
        if (failure == Failure.NONE) {
            failure = shared.router().find(shared.snapshot(), request);
        }
        if (failure != Failure.NONE) {
            refuse(failure);
            return;
        }
        route = shared.router().route();
        accounting.onRoute(route());
        attempt(Failure.NO_ENDPOINT);
    }

    private void begin(RequestHead request) {
        head = request;
        route = null;
        accounting.begin();
        shared.loop().requestIds().next(requestId);
        attempts.clear();
        requestEnded = !request.hasBody();
        clientPaused = false;
        endpointPaused = false;
    }

    /// Takes a connection to an endpoint that has not failed this request yet.
    ///
    /// @param reason what the client is told when there is none
    private void attempt(Failure reason) {
        CompiledCluster cluster = route().cluster();
        UpstreamPool chosen = attempts.choose(cluster, head(), forwarded);
        if (chosen == null) {
            refuse(attempts.obstacle(reason));
        } else {
            start(chosen);
        }
    }

    private void start(UpstreamPool chosen) {
        pool = chosen;
        if (chosen.hasIdle() && !attempts.wantsNewConnection()) {
            send(chosen.takeIdle());
            return;
        }
        state = ExchangeState.CONNECTING;
        if (!requestEnded) {
            clientPaused = true;
            downstream.pauseRequest();
        }
        chosen.connect(route().cluster().connectNanos(), this);
    }

    @Override
    public void onConnected(Http1ClientCodec connection) {
        if (state == ExchangeState.CONNECTING) {
            send(connection);
        } else {
            pool().onReusable(connection); // the client left meanwhile
        }
    }

    @Override
    public void onConnectFailed(Failure failure) {
        pool().meter().onFailure();
        if (state == ExchangeState.CONNECTING) {
            attempts.onFailure(failure, false);
            retryOrRefuse(failure, false);
        }
    }

    private void send(Http1ClientCodec connection) {
        CompiledCluster cluster = route().cluster();
        connection.begin(this, cluster.responseNanos(), cluster.bodyGapNanos());
        upstream = connection;
        pool().meter().onRequest();
        state = ExchangeState.WAITING;
        accounting.onSent();
        connection.sendHead(head(), forwarded, requestId);
        if (requestEnded) {
            connection.sendEnd(Fields.NONE);
            connection.flush();
        } else if (clientPaused) {
            clientPaused = false;
            downstream.resumeRequest();
        }
        // Else the body at hand is told next, and leaves together with the head.
    }

    @Override
    public void onRequestBody(ByteBuf data) {
        accounting.onRequestBytes(data.readableBytes());
        if (upstream == null) {
            data.release();
            return;
        }
        upstream.sendBody(data);
        holdClientBack(upstream);
    }

    private void holdClientBack(UpstreamStream stream) {
        if (clientPaused || stream.isWritable()) {
            return;
        }
        stream.flush();
        if (!stream.isWritable()) {
            clientPaused = true;
            shared.meters().counters().increment(Counter.READ_PAUSES);
            downstream.pauseRequest();
        }
    }

    @Override
    public void onUpstreamWritable() {
        if (clientPaused) {
            clientPaused = false;
            downstream.resumeRequest();
            onRequestReadComplete();
        }
    }

    @Override
    public void onRequestEnd(Fields trailers) {
        requestEnded = true;
        if (upstream != null) {
            upstream.sendEnd(trailers);
            upstream.flush();
        }
    }

    @Override
    public void onRequestReadComplete() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    @Override
    public void onRequestFailure(Failure failure) {
        switch (state) {
            case IDLE -> {
                shared.loop().requestIds().next(requestId);
                shared.meters().onFailure(failure.ordinal());
                downstream.sendFailure(failure, shared.info().own(requestId));
            }
            case CONNECTING, WAITING -> {
                cancelUpstream();
                if (failure.status() == Failure.CLIENT_GONE.status()) {
                    onClientGone(failure);
                } else {
                    refuse(failure);
                }
            }
            case RESPONDING -> {
                cancelUpstream();
                onClientGone(failure);
                downstream.abort();
            }
            case TUNNEL -> {}
        }
    }

    private void onClientGone(Failure failure) {
        shared.meters().counters().increment(Counter.CLIENT_ABORTS);
        accounting.onFailure(failure);
        finish();
    }

    private void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
            onUpstreamDone();
        }
    }

    // ---- the response arrives ----

    @Override
    public void onInterimResponse(ResponseHead response) {
        boolean asked = response.status() != 100 || head().expectsContinue();
        if (asked) {
            downstream.sendInterim(
                    response,
                    shared.info().from(requestId, pool().endpoint().infoLine(), accounting.nanosSinceSent() / 1000));
            downstream.flush();
        }
    }

    @Override
    public void onResponseHead(ResponseHead response) {
        long nanos = accounting.nanosSinceSent();
        accounting.onResponseHead(response.status(), nanos);
        attempts.onResponseHead(route().cluster(), response.status(), nanos);
        UpstreamPool other = attempts.chooseInstead(route().cluster(), head(), forwarded, response.status());
        if (other != null) {
            cancelUpstream();
            shared.meters().counters().increment(Counter.RETRIES);
            start(other);
            return;
        }
        shared.info()
                .from(requestId, pool().endpoint().infoLine(), nanos / 1000)
                .withCookie(attempts.cookieLine(route().cluster(), head()));
        if (response.status() == 101) {
            onSwitch(response);
            return;
        }
        state = ExchangeState.RESPONDING;
        downstream.sendHead(response, shared.info(), !requestEnded);
    }

    /// Only a WebSocket that this request asked for (RFC 6455, 4.1); anything else would let an endpoint take
    /// over the client's connection.
    private void onSwitch(ResponseHead response) {
        if (!head().isWebsocketUpgrade() || !WebSocketAccept.isValid(head(), response)) {
            UpstreamStream unasked = upstream();
            pool().meter().onFailure();
            attempts.onFailure(Failure.UNASKED_SWITCH, false);
            unasked.cancel();
            onUpstreamDone();
            refuse(Failure.UNASKED_SWITCH);
            return;
        }
        UpstreamStream switched = upstream();
        UpstreamPool usedPool = pool();
        long idleNanos = route().cluster().tunnelIdleNanos();
        ByteBuf fromClient = downstream.becomeTunnel(response, shared.info());
        ByteBuf fromEndpoint = switched.becomeTunnel();
        Runnable onClosed = attempts.becomeTunnel();
        finish();
        upstream = null;
        state = ExchangeState.TUNNEL;
        shared.meters().counters().increment(Counter.TUNNELS_OPENED);
        switched.channel().closeFuture().addListener(closed -> {
            usedPool.meter().onRequestEnd();
            onClosed.run();
            shared.meters().counters().increment(Counter.TUNNELS_CLOSED);
        });
        TcpRelay.start(
                shared.loop(),
                shared.meters().counters(),
                new TcpRelay.End(downstream.channel(), fromClient),
                new TcpRelay.End(switched.channel(), fromEndpoint),
                idleNanos);
    }

    @Override
    public void onResponseBody(ByteBuf data) {
        accounting.onResponseBytes(data.readableBytes());
        downstream.sendBody(data);
        if (!endpointPaused && !downstream.isWritable()) {
            holdEndpointBack();
        }
    }

    private void holdEndpointBack() {
        downstream.flush();
        if (upstream != null && !downstream.isWritable()) {
            endpointPaused = true;
            shared.meters().counters().increment(Counter.READ_PAUSES);
            upstream.pauseResponse();
        }
    }

    @Override
    public void onDownstreamWritable() {
        if (endpointPaused) {
            endpointPaused = false;
            if (upstream != null) {
                upstream.resumeResponse();
            }
        }
    }

    @Override
    public void onResponseReadComplete() {
        downstream.flush();
    }

    @Override
    public void onResponseEnd(Fields trailers) {
        attempts.onSuccess();
        onUpstreamDone();
        finish();
        downstream.sendEnd(trailers);
        downstream.flush();
    }

    @Override
    public void onResponseFailure(Failure failure) {
        boolean wasReused = upstream().isReused();
        pool().meter().onFailure();
        attempts.onFailure(failure, wasReused);
        onUpstreamDone();
        if (state == ExchangeState.WAITING) {
            retryOrRefuse(failure, wasReused);
            return;
        }
        accounting.onFailure(failure);
        finish();
        downstream.abort();
    }

    // ---- the end ----

    private void retryOrRefuse(Failure failure, boolean wasReused) {
        switch (attempts.decide(failure, head(), route().cluster(), wasReused)) {
            case GIVE_UP -> refuse(failure);
            case OTHER_ENDPOINT, NEW_CONNECTION -> retry(failure);
        }
    }

    private void retry(Failure failure) {
        shared.meters().counters().increment(Counter.RETRIES);
        attempt(failure);
    }

    /// Answers for the endpoint. The request's state is over before the client stream may begin the next one.
    private void refuse(Failure failure) {
        accounting.onFailure(failure);
        finish();
        downstream.sendFailure(failure, shared.info().own(requestId));
    }

    private void onUpstreamDone() {
        upstream = null;
        pool().meter().onRequestEnd();
    }

    private void finish() {
        state = ExchangeState.IDLE;
        attempts.end();
        accounting.finish();
    }

    private RequestHead head() {
        assert head != null;
        return head;
    }

    private CompiledRoute route() {
        assert route != null;
        return route;
    }

    private UpstreamPool pool() {
        assert pool != null;
        return pool;
    }

    private UpstreamStream upstream() {
        assert upstream != null;
        return upstream;
    }
}
