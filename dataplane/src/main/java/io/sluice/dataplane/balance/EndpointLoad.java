package io.sluice.dataplane.balance;

import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.snapshot.CompiledEndpoint;

/// What one loop knows of one endpoint: what is under way there, how fast it answers, how often it failed in a
/// row and until when it is left out.
@OnLoop
public final class EndpointLoad {

    /// Over which a latency fades.
    private static final double DECAY_NANOS = 10e9;

    /// Longest time out.
    private static final long MAX_EJECTION_NANOS = 300_000_000_000L;

    private static final int FIRST_FAILURE = 500;

    private CompiledEndpoint endpoint;
    private int inFlight;
    private double latencyNanos; // 0: unknown
    private long latencyAtNanos;
    private int failures; // in a row
    private long firstFailureNanos;
    private boolean ejected;
    private boolean onProbation;
    private long ejectedUntilNanos;
    private long ejectionNanos; // how long it was left out last; 0: never, or long ago

    EndpointLoad(CompiledEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The endpoint is the one that this is about, maybe of another generation.
    boolean isOf(CompiledEndpoint other) {
        if (other == endpoint) {
            return true;
        }
        boolean same = other.cluster().equals(endpoint.cluster())
                && other.endpoint().address().equals(endpoint.endpoint().address());
        if (same) {
            endpoint = other;
        }
        return same;
    }

    public void onBegin() {
        inFlight++;
    }

    /// The request that was counted is over, or the connection that it became.
    public void onEnd() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    // ---- latency ----

    /// A slower answer counts at once, a faster one by and by (peak EWMA): an endpoint that stalls is left
    /// soon. One that fails quickly is not fast.
    public void onLatency(long nanos, int status, long nowNanos) {
        double known = latencyNanos(nowNanos);
        if (nanos >= known) {
            latencyNanos = nanos;
        } else if (status >= FIRST_FAILURE) {
            return;
        } else {
            double kept = Math.exp(-(nowNanos - latencyAtNanos) / DECAY_NANOS);
            latencyNanos = latencyNanos * kept + nanos * (1 - kept);
        }
        latencyAtNanos = nowNanos;
    }

    /// What is expected of the next answer. It fades, so that an endpoint which was slow is tried again; 0:
    /// unknown.
    double latencyNanos(long nowNanos) {
        return latencyNanos == 0 ? 0 : latencyNanos * Math.exp(-(nowNanos - latencyAtNanos) / DECAY_NANOS);
    }

    // ---- failures ----

    public void onSuccess() {
        failures = 0;
        onProbation = false;
    }

    /// @param windowNanos failures further apart are not counted together
    /// @return whether they are enough to leave the endpoint out
    boolean onFailure(long nowNanos, int maxFailures, long windowNanos) {
        if (failures == 0 || nowNanos - firstFailureNanos > windowNanos) {
            failures = 0;
            firstFailureNanos = nowNanos;
        }
        failures++;
        return maxFailures > 0 && (failures >= maxFailures || onProbation);
    }

    /// Leaves it out: twice as long as the last time, unless it has served at least that long in between.
    void eject(long nowNanos, long firstNanos) {
        boolean isFirst = ejectionNanos == 0 || nowNanos - ejectedUntilNanos > ejectionNanos;
        long longest = Math.max(firstNanos, MAX_EJECTION_NANOS);
        ejectionNanos = isFirst ? firstNanos : Math.min(Math.max(firstNanos, 2 * ejectionNanos), longest);
        ejectedUntilNanos = nowNanos + ejectionNanos;
        ejected = true;
        failures = 0;
    }

    /// Brings it back when its time has come: on probation, one failure is enough then.
    ///
    /// @return whether it is left out
    boolean isStillEjected(long nowNanos) {
        if (ejected && nowNanos - ejectedUntilNanos >= 0) {
            ejected = false;
            onProbation = true;
        }
        return ejected;
    }

    boolean isEjected() {
        return ejected;
    }

    /// Of one that [#isEjected()].
    public long ejectedUntilNanos() {
        return ejectedUntilNanos;
    }
}
