package io.sluice.dataplane.snapshot;

import java.time.Duration;
import java.util.List;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import org.jspecify.annotations.Nullable;

/// How the requests of a cluster are spread over its endpoints, as far as that stays the same for a generation;
/// what changes with every request is each loop's own. Arrays have one entry per endpoint, same order.
public final class BalancePlan {

    private static final byte[] NO_COOKIE = {};

    private final LbPolicy policy;
    private final int[] weights;
    private final boolean[] eligible;
    private final long[] rampEndNanos; // empty: no endpoint is new
    private final long rampNanos;
    private final boolean even;
    private final @Nullable MaglevTable table;
    private final @Nullable StickyCookies stickyCookies;
    private final byte[] appCookie;
    private final RetryRules retries;
    private final int maxEjected;
    private final long failNanos;

    BalancePlan(Cluster cluster, Moment now, CookieKey key) {
        List<Endpoint> endpoints = cluster.endpoints();
        policy = cluster.policy();
        weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
        eligible = eligible(endpoints);
        rampNanos = cluster.slowStart().toNanos();
        rampEndNanos = rampEnds(endpoints, cluster.slowStart(), now);
        even = computeEven();
        stickyCookies = cluster.affinity() instanceof Affinity.ProxyCookie cookie
                ? new StickyCookies(cookie.name(), cluster, key)
                : null;
        appCookie = cluster.affinity() instanceof Affinity.AppCookie cookie ? Octets.ascii(cookie.name()) : NO_COOKIE;
        table = needsTable() && !endpoints.isEmpty() ? new MaglevTable(endpoints) : null;
        retries = new RetryRules(cluster.retries());
        maxEjected = maxEjected(endpoints.size(), cluster.outliers().maxEjectedPercent());
        failNanos = cluster.outliers().failTimeout().toNanos();
    }

    /// Endpoints that active checks found unhealthy are left out, unless more than half are: then it is rather
    /// the check that is wrong, or the healthy few would drown, and all of them serve.
    private static boolean[] eligible(List<Endpoint> endpoints) {
        boolean[] eligible = new boolean[endpoints.size()];
        long healthy = endpoints.stream().filter(Endpoint::healthy).count();
        boolean panic = healthy * 2 < endpoints.size();
        for (int i = 0; i < eligible.length; i++) {
            eligible[i] = panic || endpoints.get(i).healthy();
        }
        return eligible;
    }

    /// From ages by the wall clock, now, to ends by the clock of the loops, which nobody sets.
    private static long[] rampEnds(List<Endpoint> endpoints, Duration slowStart, Moment now) {
        if (slowStart.isZero()) {
            return new long[0];
        }
        long[] ends = new long[endpoints.size()];
        boolean isAnyNew = false;
        for (int i = 0; i < ends.length; i++) {
            Duration age = Duration.between(endpoints.get(i).since(), now.wall());
            Duration left = slowStart.minus(age.isNegative() ? Duration.ZERO : age);
            boolean isNew = left.isPositive();
            ends[i] = now.nanos() + (isNew ? left.toNanos() : 0);
            isAnyNew |= isNew;
        }
        return isAnyNew ? ends : new long[0];
    }

    private boolean computeEven() {
        boolean all = rampEndNanos.length == 0;
        for (int i = 0; i < weights.length; i++) {
            all &= eligible[i] && weights[i] == weights[0];
        }
        return all;
    }

    private boolean needsTable() {
        return appCookie.length > 0 || policy == LbPolicy.MAGLEV || policy == LbPolicy.IP_HASH;
    }

    private static int maxEjected(int endpoints, int percent) {
        if (percent == 0 || endpoints < 2) {
            return 0;
        }
        return Math.clamp((long) endpoints * percent / 100, 1, endpoints - 1);
    }

    public LbPolicy policy() {
        return policy;
    }

    public int weight(int position) {
        return weights[position];
    }

    /// Active checks do not speak against it.
    public boolean isEligible(int position) {
        return eligible[position];
    }

    /// All endpoints are eligible and weigh the same, and none is new.
    public boolean isEven() {
        return even;
    }

    /// Some endpoint was new when the snapshot was compiled.
    public boolean hasRamp() {
        return rampEndNanos.length > 0;
    }

    /// When a new endpoint's share has grown to its weight. Of a plan that [#hasRamp()].
    public long rampEndNanos(int position) {
        return rampEndNanos[position];
    }

    /// How long a share grows.
    public long rampNanos() {
        return rampNanos;
    }

    /// Of the clients' addresses or the application's cookies; null when nothing is hashed.
    public @Nullable MaglevTable table() {
        return table;
    }

    /// Null: the proxy sets no cookie.
    public @Nullable StickyCookies stickyCookies() {
        return stickyCookies;
    }

    /// Name of the application's cookie that binds to an endpoint; empty: none does.
    public byte[] appCookie() {
        return appCookie;
    }

    /// Clients are bound to endpoints by a cookie.
    public boolean isSticky() {
        return stickyCookies != null || appCookie.length > 0;
    }

    public RetryRules retries() {
        return retries;
    }

    /// How many endpoints may be left out at once for failing.
    public int maxEjected() {
        return maxEjected;
    }

    /// The window of failures, and the first time out.
    public long failNanos() {
        return failNanos;
    }
}
