package io.sluice.dataplane.exchange;

import java.util.Arrays;
import java.util.Objects;

import io.sluice.dataplane.balance.ClusterLoad;
import io.sluice.dataplane.balance.EndpointLoad;
import io.sluice.dataplane.balance.EndpointPicker;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import io.sluice.dataplane.snapshot.RetryRules;
import io.sluice.dataplane.snapshot.StickyCookies;
import io.sluice.dataplane.upstream.UpstreamPool;
import org.jspecify.annotations.Nullable;

/// Which endpoints one request has been tried on, and whether it may be tried on another. It tells the loop's
/// loads what is under way and what became of it.
@OnLoop
final class Attempts implements ClusterLoad.EjectionListener {

    private static final byte[] NO_COOKIE = {};
    private static final int FIRST_SERVER_ERROR = 500;

    private final ExchangeContext shared;
    private @Nullable CompiledEndpoint[] tried = new CompiledEndpoint[2];
    private int count;
    private int position; // of the last attempt's endpoint in its cluster
    private boolean newConnection; // a pooled one was stale: that attempt is no retry
    private @Nullable CompiledEndpoint closing; // whose pooled connection was stale: it comes after the others
    private boolean isBad; // the response counts as a failure of the endpoint
    private boolean answered; // a response head has come, maybe before the request was sent as a whole
    private boolean owed; // the whole request was sent, and no response head has come
    private Failure obstacle = Failure.NONE;
    private @Nullable ClusterLoad clusterLoad; // while the request counts there
    private @Nullable EndpointLoad endpointLoad; // while an attempt counts there
    private @Nullable UpstreamPool pool; // of the last attempt

    Attempts(ExchangeContext shared) {
        this.shared = shared;
    }

    void clear() {
        assert clusterLoad == null && endpointLoad == null;
        count = 0;
        newConnection = false;
        closing = null;
        pool = null;
    }

    boolean wantsNewConnection() {
        return newConnection;
    }

    /// Why [#choose] gave nothing.
    ///
    /// @param otherwise when nothing of the proxy's own stood in the way
    Failure obstacle(Failure otherwise, CompiledCluster cluster) {
        return obstacle == Failure.NONE ? verdict(otherwise, cluster) : obstacle;
    }

    // ---- the next endpoint ----

    /// The pool of the next endpoint, or null: one that was not tried and can take a request. Those that are
    /// left out for failing come last.
    @Nullable
    UpstreamPool choose(CompiledCluster cluster, RequestHead head, IpAddress client) {
        obstacle = Failure.NONE;
        if (cluster.endpointCount() == 0) {
            return null;
        }
        ClusterLoad load = shared.loads().cluster(cluster);
        if (count > 0) {
            return another(cluster);
        }
        return tryBegin(load) ? choose(cluster, load, pick(cluster, load, head, client)) : null;
    }

    /// Picks again when the picked one turns out to be silent.
    private int pick(CompiledCluster cluster, ClusterLoad load, RequestHead head, IpAddress client) {
        int picked = EndpointPicker.pick(load, head, client);
        while (isLeftOut(cluster, load, picked)) {
            picked = EndpointPicker.pick(load, head, client);
        }
        return picked;
    }

    private boolean isLeftOut(CompiledCluster cluster, ClusterLoad load, int picked) {
        CompiledEndpoint endpoint = cluster.endpoint(picked);
        if (!load.tryLeaveOutSilent(shared.loads().endpoint(endpoint))) {
            return false;
        }
        shared.meters().counters().increment(Counter.SILENCES);
        shared.pools().pool(cluster, endpoint).meter().silent(true);
        return true;
    }

    /// Retries take nobody else's turn, and do not all go to one neighbour. Who was bound to an endpoint stays
    /// there, if it was a connection only that had ended.
    private @Nullable UpstreamPool another(CompiledCluster cluster) {
        boolean stays = newConnection && cluster.plan().isSticky();
        int start = stays ? position : shared.loads().random().nextInt(cluster.endpointCount());
        return choose(cluster, shared.loads().cluster(cluster), start);
    }

    private @Nullable UpstreamPool choose(CompiledCluster cluster, ClusterLoad load, int start) {
        UpstreamPool found = find(cluster, load, start, true);
        if (found == null && closing != null) {
            closing = null;
            found = find(cluster, load, start, true);
        }
        if (found == null && count < cluster.endpointCount()) {
            found = find(cluster, load, start, false);
        }
        if (found != null) {
            begin(found);
        }
        return found;
    }

    private boolean tryBegin(ClusterLoad load) {
        if (!load.tryBegin()) {
            obstacle = Failure.CLUSTER_BUSY;
            shared.meters().counters().increment(Counter.CLUSTER_LIMIT);
            return false;
        }
        clusterLoad = load;
        return true;
    }

    /// From the start on, in a circle.
    private @Nullable UpstreamPool find(CompiledCluster cluster, ClusterLoad load, int start, boolean available) {
        int endpoints = cluster.endpointCount();
        for (int i = 0; i < endpoints; i++) {
            int at = start + i < endpoints ? start + i : start + i - endpoints;
            CompiledEndpoint endpoint = cluster.endpoint(at);
            if (load.isAvailable(at) != available || endpoint == closing || wasTried(endpoint)) {
                continue;
            }
            UpstreamPool candidate = shared.pools().pool(cluster, endpoint);
            if (candidate.isFull() && (newConnection || !candidate.hasIdle())) {
                obstacle = Failure.POOL_EXHAUSTED;
                shared.meters().counters().increment(Counter.POOL_LIMIT);
                continue;
            }
            position = at;
            return candidate;
        }
        return null;
    }

    private boolean wasTried(CompiledEndpoint endpoint) {
        for (int i = 0; i < count; i++) {
            if (tried[i] == endpoint) {
                return true;
            }
        }
        return false;
    }

    private void begin(UpstreamPool chosen) {
        endAttempt();
        if (count == tried.length) {
            tried = Arrays.copyOf(tried, count * 2);
        }
        tried[count++] = chosen.endpoint();
        pool = chosen;
        endpointLoad = shared.loads().endpoint(chosen.endpoint());
        endpointLoad.onBegin();
        isBad = false;
        answered = false;
    }

    // ---- what became of an attempt ----

    /// The whole request is on its way.
    void onSent() {
        if (endpointLoad != null && !answered) {
            owed = true;
            endpointLoad.onOwed(shared.loads().nanos());
        }
    }

    private void onAnswer(long nanos) {
        answered = true;
        if (owed && clusterLoad != null && endpointLoad != null) {
            owed = false;
            onHeard(clusterLoad.onAnswer(endpointLoad, nanos));
        }
    }

    private void forgive() {
        if (owed && clusterLoad != null && endpointLoad != null) {
            owed = false;
            onHeard(clusterLoad.onForgiven(endpointLoad));
        }
    }

    private void onHeard(boolean isBack) {
        if (isBack && pool != null) {
            pool.meter().silent(false);
        }
    }

    /// The pool of another endpoint to ask in place of this response, which the cluster's policy calls a failure; null
    /// when the client is to have it.
    @Nullable
    UpstreamPool onResponseHead(CompiledCluster cluster, RequestHead head, int status, long nanos) {
        onAnswer(nanos);
        onOutcome(status < FIRST_SERVER_ERROR);
        if (cluster.plan().policy() == LbPolicy.PEAK_EWMA && endpointLoad != null) {
            endpointLoad.onLatency(nanos, status, shared.loads().nanos());
        }
        return cluster.plan().retries().isFailure(status) ? chooseInstead(cluster, head) : null;
    }

    private @Nullable UpstreamPool chooseInstead(CompiledCluster cluster, RequestHead head) {
        blame();
        isBad = true;
        int retried = newConnection ? count - 1 : count;
        boolean mayRetry = retried <= cluster.plan().retries().retries() && RetryDecision.isRepeatable(head);
        return mayRetry && count < cluster.endpointCount() && tryRetry() ? another(cluster) : null;
    }

    void onSuccess() {
        if (endpointLoad != null && !isBad) {
            endpointLoad.onSuccess();
        }
    }

    /// @param wasReused the connection had served a request before: that it closes is no fault of the
    ///     endpoint's
    void onFailure(Failure failure, boolean wasReused) {
        boolean wasStale = failure == Failure.CLOSED_BEFORE_RESPONSE && wasReused;
        boolean isHarmless = wasStale || failure == Failure.REFUSED_BY_ENDPOINT;
        if (failure.side() == Failure.Side.UPSTREAM && !isHarmless) {
            blame();
            if (!answered) {
                onOutcome(false);
            }
        }
        if (endpointLoad != null && isConnectFailure(failure)) {
            endpointLoad.onConnectFailure();
        }
        endAttempt();
    }

    private static boolean isConnectFailure(Failure failure) {
        return failure.side() == Failure.Side.UPSTREAM && failure.retry() == Failure.Retry.OTHER_ENDPOINT;
    }

    /// What the client is told in the end: where no endpoint can be connected, the service is down, rather than one
    /// connect a failure.
    Failure verdict(Failure last, CompiledCluster cluster) {
        boolean isDown =
                isConnectFailure(last) && shared.loads().cluster(cluster).isUnreachable();
        return isDown ? Failure.ALL_UNREACHABLE : last;
    }

    private void onOutcome(boolean success) {
        if (clusterLoad != null && endpointLoad != null) {
            clusterLoad.onOutcome(endpointLoad, success, this);
        }
    }

    /// For its rate of success, which the present request need not have to do with.
    @Override
    public void onEjected(CompiledCluster cluster, CompiledEndpoint endpoint, long untilNanos) {
        shared.meters().counters().increment(Counter.EJECTIONS);
        shared.pools().pool(cluster, endpoint).meter().onEjected(untilNanos);
    }

    private void blame() {
        if (clusterLoad == null || endpointLoad == null || pool == null) {
            return;
        }
        if (clusterLoad.onFailure(endpointLoad)) {
            shared.meters().counters().increment(Counter.EJECTIONS);
            pool.meter().onEjected(endpointLoad.ejectedUntilNanos());
        }
    }

    // ---- once more ----

    /// Whether the request that failed is tried again, within the budget.
    RetryDecision decide(Failure failure, RequestHead head, CompiledCluster cluster, boolean wasReused) {
        RetryRules rules = cluster.plan().retries();
        int retried = newConnection ? count - 1 : count;
        RetryDecision decision = RetryDecision.of(failure, head, retried, rules, wasReused);
        boolean isFree = failure.retry() == Failure.Retry.OTHER_ENDPOINT; // nothing was sent
        if (decision != RetryDecision.GIVE_UP && !isFree && !tryRetry()) {
            return RetryDecision.GIVE_UP;
        }
        if (decision == RetryDecision.NEW_CONNECTION) {
            // The failure was the connection's, not the endpoint's: it may be tried again, on one that cannot be stale.
            // But an endpoint that dies closes its connections too: the others come first.
            newConnection = true;
            closing = cluster.plan().isSticky() ? null : tried[count - 1];
            tried[count - 1] = null;
        }
        return decision;
    }

    private boolean tryRetry() {
        boolean granted = clusterLoad != null && clusterLoad.tryRetry();
        if (!granted) {
            shared.meters().counters().increment(Counter.RETRY_BUDGET_LIMIT);
        }
        return granted;
    }

    // ---- the end ----

    /// The line that binds the client to the endpoint that answers; empty when nothing is to be set.
    byte[] cookieLine(CompiledCluster cluster, RequestHead head) {
        StickyCookies cookies = cluster.plan().stickyCookies();
        if (cookies == null || EndpointPicker.hasCookie(cookies, head, position)) {
            return NO_COOKIE;
        }
        return cookies.setLine(position);
    }

    /// The request is over, for good or bad.
    void end() {
        endAttempt();
        if (clusterLoad != null) {
            clusterLoad.onEnd();
            clusterLoad = null;
        }
    }

    private void endAttempt() {
        forgive();
        if (endpointLoad != null) {
            endpointLoad.onEnd();
            endpointLoad = null;
        }
    }

    /// The request becomes a tunnel: it counts until that ends.
    ///
    /// @return to be ended then
    TunnelUse becomeTunnel() {
        onSuccess();
        TunnelUse use = new TunnelUse(Objects.requireNonNull(clusterLoad), Objects.requireNonNull(endpointLoad));
        clusterLoad = null;
        endpointLoad = null;
        return use;
    }
}
