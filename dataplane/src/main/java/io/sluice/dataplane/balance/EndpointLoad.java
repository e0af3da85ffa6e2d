package io.sluice.dataplane.balance;

import java.util.LinkedHashSet;
import java.util.Set;

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

    /// Whoever owes answers and gives none for so long is silent: who comes a second after it froze is safe.
    private static final long SILENCE_NANOS = 800_000_000L;

    /// Or for so many times what its slowest answers take of late.
    private static final int SILENCE_FACTOR = 4;

    /// A slowest answer is forgotten by this power of two of the distance to each faster one.
    private static final int SLOWEST_SHIFT = 6;

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
    private int windowRequests; // that ended since the window of [SuccessRates] began
    private int windowSuccesses;
    private int owed; // requests that are there as a whole, without an answer
    private long quietSinceNanos; // the last answer, or the first request that is owed one
    private long slowestNanos; // of late
    private boolean silent;
    private long backNanos; // when its last silence ended: who asked before says nothing of how slow it is
    private boolean doubtful; // was silent, and nobody has waited long enough to know whether it still is
    private boolean unreachable; // the last connect failed, and nothing has succeeded since
    private Set<LastingUse> lastingUses = Set.of();
    private boolean gone;

    EndpointLoad(CompiledEndpoint endpoint, long nowNanos) {
        this.endpoint = endpoint;
        backNanos = nowNanos;
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

    // ---- uses that do not end by themselves ----

    /// Told when the endpoint is no longer published; at once, when it already is not.
    public void onLastingUse(LastingUse use) {
        if (gone) {
            use.onEndpointGone(1);
            return;
        }
        if (lastingUses.isEmpty()) {
            lastingUses = new LinkedHashSet<>();
        }
        lastingUses.add(use);
    }

    public void onLastingUseEnd(LastingUse use) {
        if (!lastingUses.isEmpty()) {
            lastingUses.remove(use);
        }
    }

    /// The endpoint is no longer published.
    void onGone() {
        gone = true;
        int turn = 0;
        for (LastingUse use : lastingUses) {
            turn++;
            use.onEndpointGone((double) turn / lastingUses.size());
        }
        lastingUses = Set.of();
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

    // ---- silence ----

    /*
     * An endpoint that is frozen still takes connections and requests: the kernel does so for it. What gives it away is
     * that it owes answers and gives none, neither to one request nor to another. Only whole requests count, lest a
     * client that uploads slowly makes an endpoint look bad, and only until the response's head, so that streams and
     * tunnels are nobody's debt.
     */

    /// A whole request is there.
    public void onOwed(long nowNanos) {
        if (owed == 0) {
            quietSinceNanos = nowNanos;
        }
        owed++;
    }

    /// A response's head has come.
    ///
    /// @param nanos since the request was sent
    /// @return whether the endpoint was left out for its silence
    boolean onAnswer(long nanos, long nowNanos) {
        owed--;
        doubtful = false;
        quietSinceNanos = nowNanos;
        boolean isBack = endSilence();
        if (isBack) {
            backNanos = nowNanos;
        }
        if (nowNanos - nanos - backNanos >= 0) {
            slowestNanos = nanos >= slowestNanos ? nanos : slowestNanos - ((slowestNanos - nanos) >> SLOWEST_SHIFT);
        }
        return isBack;
    }

    /// Nobody waits for that answer any more.
    ///
    /// @return whether the endpoint was left out for its silence, and is not any more: nobody is left whose answer
    ///     would tell that it is back, so the next request is to find out
    boolean onForgiven() {
        owed--;
        doubtful |= silent;
        return owed == 0 && endSilence();
    }

    private boolean endSilence() {
        boolean was = silent;
        silent = false;
        return was;
    }

    boolean owesTooLong(long nowNanos) {
        boolean isLong = nowNanos - quietSinceNanos > Math.max(SILENCE_NANOS, SILENCE_FACTOR * slowestNanos);
        return owed > 0 && (isLong || doubtful);
    }

    void leaveOutSilent() {
        silent = true;
    }

    /// It is left out until it answers.
    boolean isSilent() {
        return silent;
    }

    // ---- rate of success ----

    void onOutcome(boolean success) {
        windowRequests++;
        windowSuccesses += success ? 1 : 0;
    }

    int windowRequests() {
        return windowRequests;
    }

    /// From 0 to 1, of one that had requests.
    double windowSuccessRate() {
        return (double) windowSuccesses / windowRequests;
    }

    void beginWindow() {
        windowRequests = 0;
        windowSuccesses = 0;
    }

    // ---- failures ----

    public void onConnectFailure() {
        unreachable = true;
    }

    /// Connecting to it failed last time.
    boolean isUnreachable() {
        return unreachable;
    }

    public void onSuccess() {
        failures = 0;
        unreachable = false;
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
