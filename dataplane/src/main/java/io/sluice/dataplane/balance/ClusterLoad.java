package io.sluice.dataplane.balance;

import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.snapshot.BalancePlan;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import org.jspecify.annotations.Nullable;

/// What one loop knows of one cluster: requests in flight, whose turn it is, which endpoints may be picked,
/// what may be sent again.
@OnLoop
public final class ClusterLoad {

    private static final long NEVER = Long.MAX_VALUE;

    /// A new endpoint's share grows in so many steps.
    private static final int RAMP_STEPS = 64;

    /// A new endpoint's first share, of its weight.
    private static final double FIRST_SHARE = 0.1;

    /// Weights are counted in these, so that a tenth of the smallest is one too.
    private static final int WEIGHT_UNIT = 1000;

    private final Loads loads;
    private final RetryBudget budget;
    private final Choices choices = new Choices();
    private final SuccessRates rates;
    private final SuccessRates.Known known = this::known;
    private CompiledCluster cluster;
    private LoadBalancer balancer;
    private int share; // of the cluster's limit on requests in flight
    private int inFlight;
    private int turn;
    private int out; // for failing or silence
    private long changeNanos = NEVER; // when the choices are to be made anew; NEVER: at the next event only

    @SuppressWarnings("NullAway.Init") // adopted at the end
    ClusterLoad(CompiledCluster cluster, Loads loads) {
        this.loads = loads;
        budget = new RetryBudget(loads.nanos());
        rates = new SuccessRates(loads.nanos());
        turn = loads.random().nextInt(1 << 16); // so that loops do not march in step
        adopt(cluster);
    }

    boolean isOf(CompiledCluster other) {
        return other == cluster || other.name().equals(cluster.name());
    }

    /// Brings everything up to the cluster's generation and to the time.
    void refresh(CompiledCluster wanted) {
        if (wanted != cluster) {
            adopt(wanted);
        } else if (changeNanos != NEVER && loads.nanos() - changeNanos >= 0) {
            choose();
        }
    }

    private void adopt(CompiledCluster wanted) {
        cluster = wanted;
        balancer = LoadBalancer.of(wanted.plan().policy());
        int limit = wanted.cluster().maxRequests();
        share = limit / loads.loopCount() + (limit % loads.loopCount() == 0 ? 0 : 1);
        choose();
    }

    // ---- requests in flight ----

    /// Counts a request; false: there are too many.
    public boolean tryBegin() {
        if (inFlight >= share) {
            return false;
        }
        inFlight++;
        budget.onRequest();
        return true;
    }

    public void onEnd() {
        inFlight--;
    }

    /// Takes from what may be sent again; false: nothing is left.
    public boolean tryRetry() {
        return budget.tryTake(loads.nanos());
    }

    // ---- which endpoints ----

    /// Made anew, with what the time has brought back.
    private void choose() {
        BalancePlan plan = cluster.plan();
        int count = cluster.endpointCount();
        if (plan.isEven() && countOut() == 0) {
            choices.setAll(count);
            changeNanos = NEVER;
            return;
        }
        long now = loads.nanos();
        changeNanos = NEVER;
        fill(now, true);
        if (choices.count() == 0) {
            fill(now, false); // all that may serve have failed, so they serve
        }
    }

    private int countOut() {
        long now = loads.nanos();
        out = 0;
        for (int i = 0; i < cluster.endpointCount(); i++) {
            EndpointLoad known = loads.known(cluster.endpoint(i));
            if (known != null && (known.isStillEjected(now) || known.isSilent())) {
                out++;
            }
        }
        return out;
    }

    private void fill(long now, boolean withoutOut) {
        BalancePlan plan = cluster.plan();
        choices.clear(cluster.endpointCount());
        out = 0;
        for (int i = 0; i < cluster.endpointCount(); i++) {
            EndpointLoad known = loads.known(cluster.endpoint(i));
            boolean isOut = false;
            if (known != null && known.isStillEjected(now)) {
                isOut = true;
                changeAt(known.ejectedUntilNanos());
            }
            isOut |= known != null && known.isSilent();
            out += isOut ? 1 : 0;
            if (plan.isEligible(i) && !(isOut && withoutOut)) {
                choices.add(i, weight(plan, i, now));
            }
        }
    }

    private long weight(BalancePlan plan, int position, long now) {
        long full = (long) plan.weight(position) * WEIGHT_UNIT;
        long left = plan.hasRamp() ? plan.rampEndNanos(position) - now : 0;
        if (left <= 0) {
            return full;
        }
        changeAt(now + Math.min(left, plan.rampNanos() / RAMP_STEPS + 1));
        double grown = 1 - (double) left / plan.rampNanos();
        return Math.max(1, (long) (full * Math.max(FIRST_SHARE, grown)));
    }

    private void changeAt(long nanos) {
        if (changeNanos == NEVER || nanos - changeNanos < 0) {
            changeNanos = nanos;
        }
    }

    /// An endpoint of this cluster failed.
    ///
    /// @return whether it is left out from now on
    public boolean onFailure(EndpointLoad endpoint) {
        OutlierPolicy policy = cluster.cluster().outliers();
        long now = loads.nanos();
        boolean isTooMuch =
                endpoint.onFailure(now, policy.maxFails(), cluster.plan().failNanos());
        boolean isSpared = endpoint.isEjected() || mustServe();
        if (!isTooMuch || isSpared) {
            return false;
        }
        endpoint.eject(now, cluster.plan().failNanos());
        choose();
        return true;
    }

    /// Is told of each endpoint that is left out.
    public interface EjectionListener {
        void onEjected(CompiledCluster cluster, CompiledEndpoint endpoint, long untilNanos);
    }

    /// A request to an endpoint of this cluster ended: with an answer that is no server error, or not so. Once in a
    /// window the endpoints that fail much more often than the others are left out.
    public void onOutcome(EndpointLoad endpoint, boolean success, EjectionListener listener) {
        if (!cluster.cluster().outliers().bySuccessRate()) {
            return;
        }
        long now = loads.nanos();
        if (rates.isWindowOver(now)) {
            ejectBelow(rates.limit(known, cluster.endpointCount()), now, listener);
            rates.begin(known, cluster.endpointCount(), now);
        }
        endpoint.onOutcome(success);
    }

    private void ejectBelow(double limit, long now, EjectionListener listener) {
        for (int i = 0; i < cluster.endpointCount() && limit > 0; i++) {
            EndpointLoad load = known(i);
            if (load == null || load.windowRequests() < SuccessRates.MIN_REQUESTS) {
                continue;
            }
            if (load.windowSuccessRate() < limit && !load.isEjected() && !mustServe()) {
                load.eject(now, cluster.plan().failNanos());
                choose();
                listener.onEjected(cluster, cluster.endpoint(i), load.ejectedUntilNanos());
            }
        }
    }

    private @Nullable EndpointLoad known(int position) {
        return loads.known(cluster.endpoint(position));
    }

    /// No more may be left out.
    private boolean mustServe() {
        return out >= cluster.plan().maxEjected() || choices.count() < 2;
    }

    /// Leaves out an endpoint that has been picked and owes answers for too long. Sessions stay where they are, until
    /// requests fail.
    ///
    /// @return whether it is left out from now on
    public boolean tryLeaveOutSilent(EndpointLoad endpoint) {
        boolean isSpared = endpoint.isSilent() || cluster.plan().isSticky() || mustServe();
        if (isSpared || !endpoint.owesTooLong(loads.nanos())) {
            return false;
        }
        endpoint.leaveOutSilent();
        choose();
        return true;
    }

    /// An endpoint of this cluster has begun to answer.
    ///
    /// @param nanos since the request was sent
    /// @return whether it was left out for its silence
    public boolean onAnswer(EndpointLoad endpoint, long nanos) {
        boolean isBack = endpoint.onAnswer(nanos, loads.nanos());
        if (isBack) {
            choose();
        }
        return isBack;
    }

    /// Nobody waits for an answer of that endpoint any more.
    ///
    /// @return whether it was left out for its silence
    public boolean onForgiven(EndpointLoad endpoint) {
        boolean isBack = endpoint.onForgiven();
        if (isBack) {
            choose();
        }
        return isBack;
    }

    /// No endpoint could be connected when it was tried last; a lone one must have failed more than once.
    public boolean isUnreachable() {
        int endpoints = cluster.endpointCount();
        for (int i = 0; i < endpoints; i++) {
            EndpointLoad known = loads.known(cluster.endpoint(i));
            if (known == null || !known.isUnreachable()) {
                return false;
            }
        }
        return endpoints > 1;
    }

    // ---- picking ----

    Choices choices() {
        return choices;
    }

    CompiledCluster cluster() {
        return cluster;
    }

    /// Counts up, and begins anew at zero.
    int nextTurn() {
        return turn++ & Integer.MAX_VALUE;
    }

    Loads loads() {
        return loads;
    }

    /// Position of the endpoint that the policy says.
    int pick(long key) {
        return balancer.pick(this, key);
    }

    /// The endpoint is neither left out for failing nor found unhealthy.
    public boolean isAvailable(int position) {
        return choices.isAvailable(position);
    }
}
