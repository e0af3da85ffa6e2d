package io.sluice.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.filter.AuthRules;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseListener;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.upstream.ConnectListener;
import io.sluice.dataplane.upstream.UpstreamPool;
import org.jspecify.annotations.Nullable;

/// Asks a service whether one request may pass. Whatever goes wrong, it may not. Endpoints are picked, left out and
/// tried again as for requests, by the rules of the asked service.
@OnLoop
final class AuthCall implements ResponseListener, ConnectListener {

    /// Of an answer that lets the request pass; the rest is not waited for.
    private static final int MAX_IGNORED_BYTES = 64 * 1024;

    private enum State {
        ASKING,
        /// The answer was 2xx; it is read to its end, so that the connection can be used again.
        PASSING,
        /// The answer is the client's.
        RELAYING,
        OVER
    }

    private final ExchangeContext shared;
    private final Exchange exchange;
    private final Runnable passed;
    private final AuthRules rules;
    private final Attempts attempts;
    private @Nullable CompiledCluster cluster;
    private @Nullable ForwardedFields forwarded;
    private byte[] requestId = {};
    private State state = State.ASKING;
    private @Nullable UpstreamPool pool;
    private @Nullable UpstreamStream upstream;
    private long sentNanos;
    private int ignoredBytes;

    /// @param passed runs when the request may pass
    AuthCall(ExchangeContext shared, Exchange exchange, Runnable passed, AuthRules rules) {
        this.shared = shared;
        this.exchange = exchange;
        this.passed = passed;
        this.rules = rules;
        attempts = new Attempts(shared);
    }

    /// @param asked null: there is nobody to ask
    void begin(@Nullable CompiledCluster asked, ForwardedFields newForwarded, byte[] newRequestId) {
        cluster = asked;
        forwarded = newForwarded;
        requestId = newRequestId;
        attempt();
    }

    private void attempt() {
        assert forwarded != null;
        UpstreamPool chosen = cluster == null ? null : attempts.choose(cluster, exchange.head(), forwarded.client());
        if (chosen == null) {
            fail();
        } else {
            start(chosen);
        }
    }

    private void start(UpstreamPool chosen) {
        assert forwarded != null;
        pool = chosen;
        if (chosen.hasIdle() && !attempts.wantsNewConnection()) {
            send(chosen.takeIdle());
        } else {
            chosen.connect(cluster().connectNanos(), forwarded, this);
        }
    }

    private void fail() {
        state = State.OVER;
        exchange.refuse(Failure.AUTH_UNAVAILABLE);
    }

    @Override
    public void onConnected(UpstreamStream stream) {
        if (state == State.ASKING) {
            send(stream);
        } else {
            stream.giveBack(); // the client left meanwhile
        }
    }

    @Override
    public void onConnectFailed(Failure failure) {
        pool().meter().onFailure();
        if (state == State.ASKING) {
            attempts.onFailure(failure, false);
            retryOrFail(failure, false);
        }
    }

    private void send(UpstreamStream stream) {
        assert forwarded != null;
        stream.begin(this, cluster().responseNanos(), cluster().bodyGapNanos());
        upstream = stream;
        pool().meter().onRequest();
        rules.ask(exchange.head(), question());
        sentNanos = System.nanoTime();
        stream.sendHead(question(), forwarded, requestId);
        stream.sendEnd(Fields.NONE);
        stream.flush();
        attempts.onSent();
    }

    /// Any question is a GET without a body: whether one may be asked again is the same for all.
    private RequestHead question() {
        return shared.filters().question();
    }

    private void retryOrFail(Failure failure, boolean wasReused) {
        if (attempts.decide(failure, question(), cluster(), wasReused) == RetryDecision.GIVE_UP) {
            fail();
            return;
        }
        shared.meters().counters().increment(Counter.RETRIES);
        attempt();
    }

    // ---- the answer ----

    @Override
    public void onInterimResponse(ResponseHead response) {
        // Says nothing.
    }

    @Override
    public void onResponseHead(ResponseHead response) {
        long nanos = System.nanoTime() - sentNanos;
        UpstreamPool other = attempts.onResponseHead(cluster(), question(), response.status(), nanos);
        if (other != null) {
            cancelUpstream();
            shared.meters().counters().increment(Counter.RETRIES);
            start(other);
            return;
        }
        if (response.status() == 101) {
            attempts.onFailure(Failure.UNASKED_SWITCH, false);
            cancelUpstream();
            fail();
            return;
        }
        if (response.status() / 100 == 2) {
            state = State.PASSING;
            rules.copyAnswer(response.fields(), exchange.head().fields());
            return;
        }
        state = State.RELAYING;
        exchange.relay(pool(), upstream(), response);
    }

    @Override
    public void onResponseBody(ByteBuf data) {
        boolean isWanted = state == State.RELAYING && exchange.head().method() != RequestHead.Method.HEAD;
        if (isWanted) {
            exchange.onResponseBody(data);
            return;
        }
        ignoredBytes += data.readableBytes();
        data.release();
        if (state == State.PASSING && ignoredBytes > MAX_IGNORED_BYTES) {
            attempts.onSuccess();
            cancelUpstream();
            pass();
        }
    }

    @Override
    public void onResponseEnd(Fields trailers) {
        attempts.onSuccess();
        if (state == State.RELAYING) {
            state = State.OVER;
            exchange.onResponseEnd(trailers);
            return;
        }
        onUpstreamDone();
        pass();
    }

    private void pass() {
        state = State.OVER;
        attempts.end();
        passed.run();
    }

    @Override
    public void onResponseFailure(Failure failure) {
        boolean wasReused = upstream().isReused();
        attempts.onFailure(failure, wasReused);
        if (state == State.RELAYING) {
            state = State.OVER;
            exchange.onResponseFailure(failure);
            return;
        }
        pool().meter().onFailure();
        onUpstreamDone();
        if (state == State.ASKING) {
            retryOrFail(failure, wasReused);
        } else {
            fail();
        }
    }

    @Override
    public void onUpstreamWritable() {
        // The question is one head.
    }

    @Override
    public void onResponseReadComplete() {
        if (state == State.RELAYING) {
            exchange.onResponseReadComplete();
        }
    }

    // ---- the end ----

    /// Nobody waits for it any more. An answer that is being relayed is the exchange's to end.
    void cancel() {
        if (state == State.ASKING || state == State.PASSING) {
            cancelUpstream();
        }
        state = State.OVER;
        attempts.end();
    }

    private void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
            onUpstreamDone();
        }
    }

    private void onUpstreamDone() {
        upstream = null;
        pool().meter().onRequestEnd();
    }

    private CompiledCluster cluster() {
        assert cluster != null;
        return cluster;
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
